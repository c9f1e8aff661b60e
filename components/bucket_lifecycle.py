"""What a bucket forgets, and when."""

from typing import Any

UPLOAD_DAYS = 7


def lifecycle_rules(noncurrent_days: int, expire_days: int | None) -> list[Any]:
    """Return the rules: drop broken uploads and replaced versions, and everything old when asked to."""
    rules: list[Any] = [
        {
            "id": "abort-broken-uploads",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "abort_incomplete_multipart_upload": {"days_after_initiation": UPLOAD_DAYS},
        },
        {
            "id": "expire-replaced-versions",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "noncurrent_version_expiration": {"noncurrent_days": noncurrent_days},
        },
    ]
    if expire_days is not None:
        rules.append(
            {
                "id": "expire-objects",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": int(expire_days)},
            }
        )
    return rules
