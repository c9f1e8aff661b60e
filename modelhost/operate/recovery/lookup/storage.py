"""Finding buckets and what belongs to them."""

from __future__ import annotations

from modelhost.operate.cloud import found, tags_of
from modelhost.operate.recovery.lookup.query import Lookup, Query, deduced


def bucket(query: Query) -> list[str]:
    """Find a bucket by name, and check that it is ours."""
    client, name = query.cloud.client("s3"), query["bucket"]
    if found(client.head_bucket, Bucket=name) is None:
        return []
    tagging = found(client.get_bucket_tagging, Bucket=name) or {}
    return [name] if query.owns(name, tags_of(tagging.get("TagSet"))) else []


def of_bucket(query: Query) -> str:
    """Return the id of a bucket's setting, which is the bucket's name."""
    return query["bucket"]


SETTINGS = (
    "bucketVersioning:BucketVersioning",
    "bucketPublicAccessBlock:BucketPublicAccessBlock",
    "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "bucketOwnershipControls:BucketOwnershipControls",
    "bucketPolicy:BucketPolicy",
    "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "bucketLogging:BucketLogging",
)

STORAGE = {
    "aws:s3/bucket:Bucket": Lookup(bucket),
    "aws:s3/bucketObjectv2:BucketObjectv2": deduced(lambda query: f"{query['bucket']}/{query['key']}"),
    **{f"aws:s3/{setting}": deduced(of_bucket) for setting in SETTINGS},
}
