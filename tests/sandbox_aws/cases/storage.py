"""Stories of buckets and objects."""

from __future__ import annotations

import json

from modelhost.provider.wire import Asset
from tests.sandbox_aws.cases.case import RETAGGED, Case, Inputs, tagged
from tests.sandbox_aws.world import World


def _bucket_policy(bucket: str, sid: str) -> str:
    statement = {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _log_bucket(world: World) -> str:
    bucket = world.bucket()
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    world.make("aws:s3/bucketPolicy:BucketPolicy", {"bucket": bucket, "policy": policy})
    return bucket


def _rules(days: int) -> list[Inputs]:
    return [
        {
            "id": "old-versions",
            "status": "Enabled",
            "noncurrentVersionExpiration": {"noncurrentDays": days},
            "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
        }
    ]


def _encryption(key: str) -> Inputs:
    default = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key}
    return {"rules": [{"applyServerSideEncryptionByDefault": default, "bucketKeyEnabled": True}]}


CASES = (
    Case("aws:s3/bucket:Bucket", lambda world: tagged({"forceDestroy": True}), lambda world: RETAGGED),
    Case(
        "aws:s3/bucketVersioning:BucketVersioning",
        lambda world: {"bucket": world.bucket(), "versioningConfiguration": {"status": "Enabled"}},
        lambda world: {"versioningConfiguration": {"status": "Suspended"}},
    ),
    Case(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        lambda world: {"bucket": world.bucket(), "blockPublicAcls": True},
        lambda world: {"blockPublicPolicy": True},
    ),
    Case(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        lambda world: {"bucket": world.bucket(), **_encryption(world.key()["arn"])},
        lambda world: _encryption(world.key()["arn"]),
    ),
    Case(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        lambda world: {"bucket": world.bucket(), "rule": {"objectOwnership": "BucketOwnerEnforced"}},
        lambda world: {"rule": {"objectOwnership": "BucketOwnerPreferred"}},
    ),
    Case(
        "aws:s3/bucketPolicy:BucketPolicy",
        lambda world: {"bucket": (bucket := world.bucket()), "policy": _bucket_policy(bucket, "Tls")},
        lambda world: {"policy": _bucket_policy(world.made[-2][1], "TlsOnly")},
    ),
    Case(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        lambda world: {"bucket": world.bucket(), "rules": _rules(30)},
        lambda world: {"rules": _rules(60)},
    ),
    Case(
        "aws:s3/bucketLogging:BucketLogging",
        lambda world: {"bucket": world.bucket(), "targetBucket": _log_bucket(world), "targetPrefix": "log/"},
        lambda world: {"targetPrefix": "access/"},
    ),
    Case(
        "aws:s3/bucketObjectv2:BucketObjectv2",
        lambda world: tagged({"bucket": world.bucket(), "key": "a/model.tar.gz", "source": Asset("1", text="one")}),
        lambda world: {"source": Asset("2", text="two"), "contentType": "application/gzip", **RETAGGED},
    ),
)
