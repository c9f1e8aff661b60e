"""Buckets."""

from __future__ import annotations

from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.resource import ProviderError
from modelhost.provider.table import Call, Lookup, Prop, Row, Run, TagStyle
from modelhost.provider.table.run import error_code
from modelhost.provider.table.template import Values
from modelhost.sandbox.aws.rows.s3.setting import BY_BUCKET
from modelhost.sandbox.aws.rows.s3.version import delete_versions

NAME = NameRule(limit=63, refused=r"[^a-z0-9-]", lower=True, leading=r"[a-z0-9]")
NAME_PATTERN = r"(?!xn--|sthree-|.*--ol-s3$|.*-s3alias$|.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
UNNAMED_REGION = "us-east-1"
TAGS = TagStyle(
    add=Call("put_bucket_tagging", BY_BUCKET | {"Tagging": {"TagSet": "{tag_list}"}}),
    clear=Call("delete_bucket_tagging", BY_BUCKET),
    read=Lookup(Call("get_bucket_tagging", BY_BUCKET), {"tags": "TagSet"}, missing=("NoSuchTagSet",)),
)


def _location(values: Values) -> Any:
    """The oldest region is the one that must not be named."""
    return None if values("region") == UNNAMED_REGION else {"LocationConstraint": values("region")}


def _delete(run: Run) -> None:
    """Delete the bucket; its content only where the last successful run allowed that."""
    client, bucket = run.client(), str(run.scope.id)
    if run.scope.values.get("forceDestroy"):
        delete_versions(client, bucket, locked=bool(run.scope.values.get("objectLockEnabled")))
    try:
        client.delete_bucket(Bucket=bucket)
    except Exception as error:
        if error_code(error) == "BucketNotEmpty":
            raise ProviderError(_remedy(bucket)) from error
        raise


def _remedy(bucket: str) -> str:
    return (
        f"DeleteBucket: BucketNotEmpty: bucket {bucket} still holds objects or versions of them; "
        "empty it, or set forceDestroy on it, run up, and delete it then"
    )


BUCKET = Row(
    type="aws:s3/bucket:Bucket",
    service="s3",
    properties={
        "bucket": Prop(replace=True, pattern=NAME_PATTERN, read=""),
        "forceDestroy": Prop(local=True, default=False),
        "objectLockEnabled": Prop(replace=True, api="ObjectLockEnabledForBucket", computed=True),
        "tags": Prop(),
    },
    create=Call("create_bucket", {"CreateBucketConfiguration": _location}),
    id="{bucket}",
    read=Call("head_bucket", {"Bucket": "{id}"}),
    found="@",
    lookups=(
        Lookup(
            Call("get_object_lock_configuration", {"Bucket": "{id}"}),
            {"objectLockEnabled": "ObjectLockConfiguration.ObjectLockEnabled == 'Enabled'"},
            missing=("ObjectLockConfigurationNotFoundError",),
        ),
    ),
    outputs={
        "arn": "arn:{partition}:s3:::{bucket}",
        "bucketDomainName": "{bucket}.s3.amazonaws.com",
        "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com",
        "bucketRegion": "{region}",
    },
    delete=(_delete,),
    tags=TAGS,
    autoname=("bucket", NAME),
    unique=("bucket",),
    missing=("404", "NoSuchBucket"),
)

ROWS = (BUCKET,)
