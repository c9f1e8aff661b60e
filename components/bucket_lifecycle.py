"""What a bucket forgets, and when."""

from collections.abc import Mapping
from typing import Any

UPLOAD_DAYS = 7


def lifecycle_rules(
    noncurrent_days: int, expire_days: int | None, prefix_days: Mapping[str, int] | None = None
) -> list[Any]:
    """Return the rules: drop broken uploads and replaced versions, and what is old where asked to."""
    broken = {"abort_incomplete_multipart_upload": {"days_after_initiation": UPLOAD_DAYS}}
    replaced = {"noncurrent_version_expiration": {"noncurrent_days": noncurrent_days}}
    rules = [_rule("abort-broken-uploads", broken), _rule("expire-replaced-versions", replaced)]
    if expire_days is not None:
        rules.append(_rule("expire-objects", {"expiration": {"days": int(expire_days)}}))
    for prefix, days in sorted((prefix_days or {}).items()):
        rules.append(
            _rule(f"expire-{prefix.strip('/').replace('/', '-')}", {"expiration": {"days": int(days)}}, prefix)
        )
    return rules


def _rule(name: str, what: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return a rule in force for everything below *prefix*."""
    return {"id": name, "status": "Enabled", "filter": {"prefix": prefix}, **what}
