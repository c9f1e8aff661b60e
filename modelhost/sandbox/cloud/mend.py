"""Where moto answers, but wrongly: what is put right inside it, and for which operations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from modelhost.sandbox.cloud.bucket import lifecycle, version
from modelhost.sandbox.cloud.network import rule
from modelhost.sandbox.cloud.trust import bucket_policy


@dataclass(frozen=True)
class Mend:
    """One correction of moto, made once per process."""

    install: Callable[[], None]
    service: str
    operations: tuple[str, ...]


MENDS = (
    Mend(bucket_policy.install, "s3", ("PutBucketPolicy",)),
    Mend(
        version.install,
        "s3",
        ("PutObject", "CopyObject", "CompleteMultipartUpload", "HeadObject", "DeleteObject", "DeleteObjects"),
    ),
    Mend(lifecycle.install, "s3", ("PutBucketLifecycleConfiguration", "GetBucketLifecycleConfiguration")),
    Mend(rule.install, "ec2", ("DescribeSecurityGroupRules",)),
)


def install() -> None:
    """Make every correction."""
    for mend in MENDS:
        mend.install()


def mended(service: str) -> set[str]:
    """Name the operations of a service that moto answers with our corrections."""
    return {operation for mend in MENDS if mend.service == service for operation in mend.operations}
