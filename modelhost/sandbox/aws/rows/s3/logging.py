"""Where a bucket writes who reached it."""

from __future__ import annotations

from modelhost.provider.table import SET, Call, Prop
from modelhost.sandbox.aws.rows.s3.setting import BY_BUCKET, setting

TARGET = {
    "TargetBucket": "{targetBucket}",
    "TargetPrefix": lambda values: values("targetPrefix") or "",
    "TargetGrants": "{targetGrants}",
    "TargetObjectKeyFormat": "{targetObjectKeyFormat}",
}

LOGGING = setting(
    "BucketLogging",
    {
        "targetBucket": Prop(required=True),
        "targetPrefix": Prop(required=True),
        "targetGrants": Prop(codec=SET),
        "targetObjectKeyFormat": Prop(computed=True),
    },
    put=Call("put_bucket_logging", {**BY_BUCKET, "BucketLoggingStatus": {"LoggingEnabled": TARGET}}, auto=False),
    get="get_bucket_logging",
    found="LoggingEnabled",
    delete=Call("put_bucket_logging", {**BY_BUCKET, "BucketLoggingStatus": {}}),
)

ROWS = (LOGGING,)
