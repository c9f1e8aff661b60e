"""Who answers what in the sandbox: every AWS operation in use, and every resource type."""

from collections.abc import Mapping
from typing import Any

from modelhost.sandbox import process_cloud
from modelhost.sandbox.process import Record

OURS = ("ledger", "extension", "guarded")
"""Answered by us, in full or after a check of ours, rather than by moto alone; in the order of telling."""


def coverage(record: Record) -> dict[str, Any]:
    """Ask the embedded AWS about its operations, and our `aws` provider about its types."""
    return {"operations": process_cloud.ask(record.port, "coverage"), "resource_types": resource_types()}


def resource_types() -> list[str]:
    """Return the types of the sandbox's `aws` provider."""
    from modelhost.sandbox.aws.rows.table import ROWS

    return sorted(row.type for row in ROWS)


def lines(found: Mapping[str, Any]) -> list[str]:
    """Tell in words what is ours; for the rest, how much moto answers and how much nobody does."""
    told = [line for service, parts in found["operations"].items() for line in service_lines(service, parts)]
    types = found["resource_types"]
    return [*told, f"aws provider: {len(types)} resource types", *(f"  {name}" for name in types)]


def service_lines(service: str, parts: Mapping[str, list[str]]) -> list[str]:
    """Tell who answers the operations of one service."""
    counts = f"{len(parts['moto'])} operations by moto, {len(parts['missing'])} by nobody"
    return [f"{service}: {counts}", *(f"  {part}: {', '.join(parts[part])}" for part in OURS if parts[part])]
