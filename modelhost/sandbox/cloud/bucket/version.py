"""Versions in a bucket that versions no longer: they stay, and go one by one; moto drops them all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto.s3.models import FakeBucket, FakeDeleteMarker, S3Backend
from moto.s3.responses import S3Response

ENABLED, SUSPENDED = "Enabled", "Suspended"
NULL = "null"

_put_object = S3Backend.put_object
_delete_object = S3Backend.delete_object
_head_object = S3Response.head_object


def install() -> None:
    """Let moto's S3 keep versions until each is deleted."""
    S3Backend.put_object = _put  # type: ignore[method-assign,assignment]
    S3Backend.delete_object = _delete  # type: ignore[method-assign,assignment]
    S3Response.head_object = _head  # type: ignore[method-assign,assignment]


def _put(backend: S3Backend, bucket_name: str, key_name: str, *arguments: Any, **options: Any) -> Any:
    """Replace the version without a number only."""
    bucket = backend.get_bucket(bucket_name)
    if bucket.versioning_status != SUSPENDED:
        return _put_object(backend, bucket_name, key_name, *arguments, **options)
    numbered = _set_aside_numbered(bucket, key_name)
    try:
        return _put_object(backend, bucket_name, key_name, *arguments, **options)
    finally:
        _put_back(bucket, key_name, numbered)


def _delete(
    backend: S3Backend, bucket_name: str, key_name: str, version_id: str | None = None, bypass: bool = False
) -> tuple[bool, dict[str, Any]]:
    """Delete one version or marker, or hide the key of a suspended bucket behind a marker without a number."""
    bucket = backend.get_bucket(bucket_name)
    if version_id is not None:
        with _as_enabled(bucket):
            return _delete_object(backend, bucket_name, key_name, version_id, bypass)
    if bucket.versioning_status != SUSPENDED or key_name not in bucket.keys:
        return _delete_object(backend, bucket_name, key_name, version_id, bypass)
    marker = FakeDeleteMarker(key=bucket.keys[key_name])
    marker._version_id = NULL
    bucket.keys.setlist(key_name, [*_numbered(bucket, key_name), marker])
    return True, {"version-id": NULL, "delete-marker": "true"}


def _head(response: S3Response, bucket_name: str, *arguments: Any, **options: Any) -> Any:
    """Show a version of a suspended bucket too."""
    with _as_enabled(response.backend.get_bucket(bucket_name)):
        return _head_object(response, bucket_name, *arguments, **options)


@contextmanager
def _as_enabled(bucket: FakeBucket) -> Iterator[None]:
    status = bucket.versioning_status
    if status == SUSPENDED:
        bucket.versioning_status = ENABLED
    try:
        yield
    finally:
        bucket.versioning_status = status


def _numbered(bucket: FakeBucket, key_name: str) -> list[Any]:
    return [one for one in bucket.keys.getlist(key_name, []) if one.version_id != NULL]


def _set_aside_numbered(bucket: FakeBucket, key_name: str) -> list[Any]:
    numbered = _numbered(bucket, key_name)
    others = [one for one in bucket.keys.getlist(key_name, []) if one.version_id == NULL]
    if numbered:
        dict.__setitem__(bucket.keys, key_name, others)
    return numbered


def _put_back(bucket: FakeBucket, key_name: str, numbered: list[Any]) -> None:
    if numbered:
        dict.__setitem__(bucket.keys, key_name, [*numbered, *bucket.keys.getlist(key_name, [])])
