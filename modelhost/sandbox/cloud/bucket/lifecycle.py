"""How many noncurrent versions a lifecycle rule keeps; moto forgets the number."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

EXPIRATION, KEPT = "NoncurrentVersionExpiration", "NewerNoncurrentVersions"

_set_lifecycle = FakeBucket.set_lifecycle
_serialized = S3Response.serialized


def install() -> None:
    """Let moto's buckets keep and tell the number."""
    FakeBucket.set_lifecycle = _set  # type: ignore[method-assign,assignment]
    S3Response.serialized = _told  # type: ignore[method-assign,assignment]


def _set(bucket: FakeBucket, rules: list[dict[str, Any]]) -> None:
    _set_lifecycle(bucket, rules)
    for rule, asked in zip(bucket.rules, rules, strict=True):
        rule.newer_noncurrent_versions = (asked.get(EXPIRATION) or {}).get(KEPT)  # type: ignore[attr-defined]


def _told(response: S3Response, result: ActionResult) -> Any:
    shown = result.result
    if isinstance(shown, dict) and response.data.get("Action") == "GetBucketLifecycleConfiguration":
        rules = response.backend.get_bucket_lifecycle(response.bucket_name)
        for rule, one in zip(rules, shown["Rules"], strict=True):
            kept = getattr(rule, "newer_noncurrent_versions", None)
            if kept and EXPIRATION in one:
                one[EXPIRATION][KEPT] = kept
    return _serialized(response, result)
