"""What the sandbox keeps of a resource, and how lists of them are tagged, filtered and paged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from modelhost.sandbox.cloud.call import validation

Tags = dict[str, str]


@dataclass
class Record:
    """One resource: its name, ARN, the fields it was given and its tags."""

    name: str
    arn: str
    fields: dict[str, Any]
    created: float
    modified: float = 0.0
    tags: Tags = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count the creation as the first modification."""
        self.modified = self.modified or self.created


def timestamp(seconds: float) -> datetime:
    """Turn a clock reading into what the serializers take."""
    return datetime.fromtimestamp(seconds, UTC)


def tags_from(listed: Iterable[Mapping[str, str]] | None) -> Tags:
    """Read a list of Key and Value pairs."""
    return {tag["Key"]: tag.get("Value", "") for tag in listed or ()}


def tags_to(tags: Tags) -> list[dict[str, str]]:
    """Write tags as a list of Key and Value pairs."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def page(
    items: list[Any], params: Mapping[str, Any], size: str = "MaxResults", token: str = "NextToken", limit: int = 100
) -> tuple[list[Any], str | None]:
    """Cut one page out of a list; the token is the position it continues from."""
    start_text = params.get(token) or "0"
    if not str(start_text).isdigit():
        raise validation(f"The pagination token '{start_text}' is invalid.")
    start = int(start_text)
    end = start + int(params.get(size) or limit)
    return items[start:end], str(end) if end < len(items) else None


def sorted_by(records: list[Record], params: Mapping[str, Any]) -> list[Record]:
    """Filter by NameContains and creation time, and sort, as the lists of SageMaker do."""
    wanted = (params.get("NameContains") or "").lower()
    before, after = params.get("CreationTimeBefore"), params.get("CreationTimeAfter")
    kept = [record for record in records if wanted in record.name.lower()]
    kept = [record for record in kept if not before or timestamp(record.created).replace(tzinfo=None) <= before]
    kept = [record for record in kept if not after or timestamp(record.created).replace(tzinfo=None) >= after]
    by_name = params.get("SortBy") == "Name"
    descending = params.get("SortOrder", "Descending") == "Descending"
    return sorted(kept, key=lambda r: r.name if by_name else r.created, reverse=descending)
