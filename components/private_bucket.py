"""A bucket that nobody outside can read: versioned, encrypted, TLS only, without ACLs, with a lifecycle."""

import json
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.bucket_lifecycle import lifecycle_rules
from components.policy_document import Statement, deny_plain_http, document


class PrivateBucketArgs(TypedDict):
    """What a private bucket needs."""

    key_arn: NotRequired[pulumi.Input[str]]
    """KMS key of its objects; without one S3's own key encrypts them, which access logs require."""
    statements: NotRequired[list[Statement]]
    """More statements of its policy, with `{bucket}` for its ARN."""
    log_bucket: NotRequired[pulumi.Input[str]]
    """Bucket that records every access."""
    noncurrent_days: int
    """Days that replaced objects are kept."""
    expire_days: NotRequired[int]
    """Days until objects are deleted; kept for ever without."""
    prefix_days: NotRequired[Mapping[str, int]]
    """Days until the objects below a prefix are deleted."""
    delete_content: pulumi.Input[bool]
    """Let `destroy` delete the bucket with what is in it."""
    protect: bool
    """Refuse to delete the bucket."""


class PrivateBucket(pulumi.ComponentResource):
    """An S3 bucket with every safeguard on."""

    bucket_name: pulumi.Output[str]
    """Name of the bucket."""
    bucket_arn: pulumi.Output[str]
    """ARN of the bucket."""

    def __init__(self, name: str, args: PrivateBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("modelhost:index:PrivateBucket", name, {"delete_content": args["delete_content"]}, opts)
        child = pulumi.ResourceOptions(parent=self)

        bucket = aws.s3.Bucket(
            name,
            force_destroy=args["delete_content"],
            # Content is what an environment cannot make again.
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"]),
        )
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning", bucket=bucket.bucket, versioning_configuration={"status": "Enabled"}, opts=child
        )
        public_access = aws.s3.BucketPublicAccessBlock(
            f"{name}-public-access",
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        aws.s3.BucketOwnershipControls(
            f"{name}-ownership", bucket=bucket.bucket, rule={"object_ownership": "BucketOwnerEnforced"}, opts=child
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption", bucket=bucket.bucket, rules=[_encryption(args.get("key_arn"))], opts=child
        )
        policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.bucket,
            policy=bucket.arn.apply(lambda arn: bucket_policy(arn, args.get("statements", []))),
            # S3 refuses two changes of a bucket's access at the same moment.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[public_access]),
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=bucket.bucket,
            rules=lifecycle_rules(int(args["noncurrent_days"]), args.get("expire_days"), args.get("prefix_days")),
            # Rules on noncurrent versions are refused while versioning is off.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[versioning]),
        )
        if "log_bucket" in args:
            aws.s3.BucketLogging(
                f"{name}-logging",
                bucket=bucket.bucket,
                target_bucket=args["log_bucket"],
                target_prefix=f"{name}/",
                opts=child,
            )

        # Whoever uses the bucket by this name waits for its policy: S3's log delivery is refused without.
        self.bucket_name = policy.bucket
        self.bucket_arn = bucket.arn
        self.register_outputs({"bucket_name": self.bucket_name, "bucket_arn": self.bucket_arn})


def bucket_policy(bucket_arn: str, statements: list[Statement]) -> str:
    """Return the bucket's policy as JSON: TLS only, and *statements* about it."""
    more = json.loads(json.dumps(statements).replace("{bucket}", bucket_arn))
    return json.dumps(document(deny_plain_http(bucket_arn), *more))


def _encryption(key_arn: pulumi.Input[str] | None) -> Any:
    """Return the default encryption; a bucket key makes one KMS call do for many objects."""
    if key_arn is None:
        return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
    return {
        "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key_arn},
        "bucket_key_enabled": True,
    }
