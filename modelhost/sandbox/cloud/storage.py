"""Read and write objects of the embedded S3 in process."""

from __future__ import annotations

from moto.s3.models import S3Backend, s3_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, PARTITION


def readable(uri: str) -> bool:
    """Tell whether an S3 URI names an object or prefix; buckets that are not here cannot be judged and pass."""
    bucket, key = split(uri)
    backend = _backend()
    if bucket not in backend.buckets:
        return True
    keys = backend.buckets[bucket].keys
    return any(name == key or name.startswith(key.rstrip("/") + "/") for name in keys)


def read(uri: str) -> bytes | None:
    """Read one object; None when it is not in the embedded S3."""
    bucket, key = split(uri)
    backend = _backend()
    found = backend.get_object(bucket, key) if bucket in backend.buckets else None
    return bytes(found.value) if found else None


def read_prefix(uri: str) -> dict[str, bytes]:
    """Read every object below a prefix, by its path from there."""
    bucket, prefix = split(uri)
    backend = _backend()
    if bucket not in backend.buckets:
        return {}
    start = prefix.rstrip("/") + "/"
    names = [name for name in backend.buckets[bucket].keys if name.startswith(start) and not name.endswith("/")]
    return {name.removeprefix(start): read(f"s3://{bucket}/{name}") or b"" for name in names}


def write(uri: str, data: bytes) -> bool:
    """Write one object; False when the bucket is not in the embedded S3."""
    bucket, key = split(uri)
    backend = _backend()
    if bucket not in backend.buckets:
        return False
    backend.put_object(bucket, key, data)
    return True


def split(uri: str) -> tuple[str, str]:
    """Cut an S3 URI into bucket and key."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def _backend() -> S3Backend:
    return s3_backends[ACCOUNT_ID][PARTITION]
