"""Where model artifacts are kept: an encrypted bucket that records who reads it, or one that is already there."""

from typing import TypedDict

import pulumi

from components.account import Account
from components.policy_document import Statement, allow
from components.private_bucket import PrivateBucket
from modelhost.spec.storage import StorageSpec

ACCESS_LOG_SERVICE = "logging.s3.amazonaws.com"
ACCESS_LOG_DAYS = 90


class ModelStoreArgs(TypedDict):
    """What the store needs."""

    spec: StorageSpec
    """Lifecycle of the content; or the name of an existing bucket."""
    account: Account
    """Where the bucket is."""
    key_arn: pulumi.Input[str]
    """KMS key of the artifacts."""
    protect: bool
    """Refuse to delete the bucket."""


class ModelStore(pulumi.ComponentResource):
    """The artifact bucket and the bucket of its access logs."""

    bucket_name: pulumi.Output[str]
    """Name of the artifact bucket."""
    log_bucket_name: pulumi.Output[str] | None
    """Name of the bucket of its access logs; none beside an existing bucket."""

    def __init__(self, name: str, args: ModelStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = StorageSpec.model_validate(args["spec"])
        account = Account.model_validate(args["account"])
        super().__init__("modelhost:index:ModelStore", name, {"spec": spec.plain()}, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.log_bucket_name = None
        if spec.bucket is not None:
            self.bucket_name = pulumi.Output.from_input(spec.bucket)
        else:
            logs = PrivateBucket(
                f"{name}-logs",
                {
                    "statements": [access_log_delivery(account)],
                    "noncurrent_days": spec.noncurrent_days,
                    "expire_days": ACCESS_LOG_DAYS,
                    "delete_content": spec.delete_content,
                    "protect": args["protect"],
                },
                child,
            )
            bucket = PrivateBucket(
                name,
                {
                    "key_arn": args["key_arn"],
                    "log_bucket": logs.bucket_name,
                    "noncurrent_days": spec.noncurrent_days,
                    "delete_content": spec.delete_content,
                    "protect": args["protect"],
                },
                child,
            )
            self.bucket_name, self.log_bucket_name = bucket.bucket_name, logs.bucket_name
        self.register_outputs({"bucket_name": self.bucket_name})


def access_log_delivery(account: Account) -> Statement:
    """Let S3 write access logs, of this account's buckets only."""
    return allow(
        "WriteAccessLogs",
        ["s3:PutObject"],
        "{bucket}/*",
        principal={"Service": ACCESS_LOG_SERVICE},
        condition={"StringEquals": {"aws:SourceAccount": account.id}},
    )
