"""Names in the cloud: legal, deterministic and never cut into a collision."""

import hashlib
import re


def cloud_name(*parts: str, limit: int = 63) -> str:
    """Join *parts* by hyphens; what is longer than *limit* is cut and ends in a hash of the whole."""
    whole = "-".join(parts)
    clean = re.sub(r"[^a-zA-Z0-9]+", "-", whole).strip("-")
    if clean == whole and len(clean) <= limit:
        return clean
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    head = clean[: limit - 9].rstrip("-")
    return f"{head}-{digest}" if head else digest


def slug(text: str) -> str:
    """Return *text* in lower case, with single hyphens for all that is neither letter nor digit."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
