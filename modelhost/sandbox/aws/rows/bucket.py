"""Buckets and what is set on them one by one."""

from __future__ import annotations

from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import JSON, Call, Codec, Lookup, Prop, Row, Run, TagStyle
from modelhost.provider.table.row import Action
from modelhost.provider.table.template import Values

BY_BUCKET = {"Bucket": "{bucket}"}
NAME = NameRule(limit=63, refused=r"[^a-z0-9-]", lower=True, leading=r"[a-z0-9]")
NAME_PATTERN = r"(?!xn--|sthree-|.*--ol-s3$|.*-s3alias$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
TAGS = TagStyle(
    add=Call("put_bucket_tagging", BY_BUCKET | {"Tagging": {"TagSet": "{tag_list}"}}, auto=False),
    clear=Call("delete_bucket_tagging", BY_BUCKET, auto=False),
    read=Lookup(Call("get_bucket_tagging", BY_BUCKET), {"tags": "TagSet"}, missing=("NoSuchTagSet",)),
)
DELETE_BATCH = 1000


def _location(values: Values) -> Any:
    """The oldest region is the one that must not be named."""
    return None if values("region") == "us-east-1" else {"LocationConstraint": values("region")}


def _empty(run: Run) -> None:
    """Delete all content, every version of it, where the program allows that."""
    if not run.scope.values.get("forceDestroy"):
        return
    delete_versions(run.client(), str(run.scope.id))


def delete_versions(client: Any, bucket: str, prefix: str = "", key: str | None = None) -> None:
    """Delete all versions and markers of the objects below a prefix, or of one key."""
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        found = [
            {"Key": each["Key"], "VersionId": each["VersionId"]}
            for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
            if key is None or each["Key"] == key
        ]
        for start in range(0, len(found), DELETE_BATCH):
            batch = found[start : start + DELETE_BATCH]
            client.delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True})


BUCKET = Row(
    type="aws:s3/bucket:Bucket",
    service="s3",
    properties={
        "bucket": Prop(replace=True, pattern=NAME_PATTERN, read=""),
        "forceDestroy": Prop(local=True, default=False),
        "objectLockEnabled": Prop(replace=True, api="ObjectLockEnabledForBucket", read="", computed=True),
        "tags": Prop(),
    },
    create=Call("create_bucket", {"CreateBucketConfiguration": _location}),
    id="{bucket}",
    read=Call("head_bucket", {"Bucket": "{id}"}, auto=False),
    found="@",
    outputs={
        "arn": "arn:{partition}:s3:::{bucket}",
        "bucketDomainName": "{bucket}.s3.amazonaws.com",
        "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com",
        "bucketRegion": "{region}",
    },
    delete=(_empty, Call("delete_bucket", {"Bucket": "{id}"}, auto=False)),
    tags=TAGS,
    autoname=("bucket", NAME),
    unique=("bucket",),
    missing=("404", "NoSuchBucket"),
)


def _setting(
    token: str,
    properties: dict[str, Prop],
    put: Call,
    get: str,
    found: str,
    delete: Action,
    missing: tuple[str, ...] = (),
) -> Row:
    """One setting of a bucket, put as a whole."""
    return Row(
        type=f"aws:s3/{token[0].lower()}{token[1:]}:{token}",
        service="s3",
        properties={"bucket": Prop(replace=True, required=True, read=""), **properties},
        create=put,
        upsert=True,
        id="{bucket}",
        read=Call(get, BY_BUCKET, auto=False),
        found=found,
        delete=(delete,),
        unique=("bucket",),
        missing=("NoSuchBucket", *missing),
    )


def _suspend(run: Run) -> None:
    """Versioning cannot be taken away, only suspended."""
    if run.scope.values["versioningConfiguration"].get("status") == "Enabled":
        run.call(Call("put_bucket_versioning", BY_BUCKET | {"VersioningConfiguration": {"Status": "Suspended"}}))


VERSIONING = _setting(
    "BucketVersioning",
    {"versioningConfiguration": Prop(required=True, read="{status: Status, mfaDelete: MFADelete}")},
    Call("put_bucket_versioning"),
    "get_bucket_versioning",
    "Status && @",
    _suspend,
)
ACCESS_FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

PUBLIC_ACCESS_BLOCK = _setting(
    "BucketPublicAccessBlock",
    {name: Prop(default=False) for name in ACCESS_FLAGS},
    Call(
        "put_public_access_block",
        BY_BUCKET | {"PublicAccessBlockConfiguration": {name: f"{{{name}}}" for name in ACCESS_FLAGS}},
        auto=False,
    ),
    "get_public_access_block",
    "PublicAccessBlockConfiguration",
    Call("delete_public_access_block", BY_BUCKET, auto=False),
    missing=("NoSuchPublicAccessBlockConfiguration",),
)

ENCRYPTION = _setting(
    "BucketServerSideEncryptionConfiguration",
    {"rules": Prop(required=True)},
    Call(
        "put_bucket_encryption",
        BY_BUCKET | {"ServerSideEncryptionConfiguration": {"Rules": "{rules}"}},
        auto=False,
    ),
    "get_bucket_encryption",
    "ServerSideEncryptionConfiguration",
    Call("delete_bucket_encryption", BY_BUCKET, auto=False),
    missing=("ServerSideEncryptionConfigurationNotFoundError",),
)

OWNERSHIP = _setting(
    "BucketOwnershipControls",
    {"rule": Prop(required=True, read="Rules[0]")},
    Call("put_bucket_ownership_controls", BY_BUCKET | {"OwnershipControls": {"Rules": ["{rule}"]}}, auto=False),
    "get_bucket_ownership_controls",
    "OwnershipControls",
    Call("delete_bucket_ownership_controls", BY_BUCKET, auto=False),
    missing=("OwnershipControlsNotFoundError",),
)

POLICY = _setting(
    "BucketPolicy",
    {"policy": Prop(codec=JSON, required=True)},
    Call("put_bucket_policy"),
    "get_bucket_policy",
    "@",
    Call("delete_bucket_policy", BY_BUCKET, auto=False),
    missing=("NoSuchBucketPolicy",),
)


def _encode_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule without a filter is for all objects, which the API wants said."""
    return {**rule, "filter": rule.get("filter") or {"prefix": ""}}


LIFECYCLE = _setting(
    "BucketLifecycleConfiguration",
    {
        "rules": Prop(required=True, codec=Codec(encode=lambda rules: [_encode_rule(each) for each in rules])),
        "transitionDefaultMinimumObjectSize": Prop(computed=True),
    },
    Call("put_bucket_lifecycle_configuration", {"LifecycleConfiguration": {"Rules": "{rules}"}}),
    "get_bucket_lifecycle_configuration",
    "@",
    Call("delete_bucket_lifecycle", BY_BUCKET, auto=False),
    missing=("NoSuchLifecycleConfiguration",),
)

LOGGING = _setting(
    "BucketLogging",
    {"targetBucket": Prop(required=True), "targetPrefix": Prop(required=True)},
    Call(
        "put_bucket_logging",
        BY_BUCKET
        | {
            "BucketLoggingStatus": {
                "LoggingEnabled": {"TargetBucket": "{targetBucket}", "TargetPrefix": "{targetPrefix}"}
            }
        },
        auto=False,
    ),
    "get_bucket_logging",
    "LoggingEnabled",
    Call("put_bucket_logging", BY_BUCKET | {"BucketLoggingStatus": {}}, auto=False),
)

ROWS = (BUCKET, VERSIONING, PUBLIC_ACCESS_BLOCK, ENCRYPTION, OWNERSHIP, POLICY, LIFECYCLE, LOGGING)
