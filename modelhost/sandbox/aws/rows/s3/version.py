"""Removal of objects with all their versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelhost.provider.resource import ProviderError

DELETE_BATCH = 1000


def delete_versions(client: Any, bucket: str, key: str = "", *, locked: bool = False) -> None:
    """Delete every version and delete marker of a bucket, or of one key; `locked` lifts governance retention."""
    bypass = {"BypassGovernanceRetention": True} if locked else {}
    for batch in _batches(client, bucket, key):
        answer = client.delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True}, **bypass)
        for error in answer.get("Errors", ()):
            raise ProviderError(f"DeleteObjects: {error['Code']}: {error['Key']} in {bucket}: {error['Message']}")


def _batches(client: Any, bucket: str, key: str) -> Iterator[list[dict[str, str]]]:
    """Yield what there is, page by page, in requests that S3 takes."""
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key):
        found = [
            {"Key": each["Key"], "VersionId": each["VersionId"]}
            for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
            if key in ("", each["Key"])
        ]
        for start in range(0, len(found), DELETE_BATCH):
            yield found[start : start + DELETE_BATCH]
