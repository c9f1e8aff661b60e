"""Who answers what in the sandbox: every AWS operation in use, and every resource type."""

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from modelhost.sandbox import process_cloud
from modelhost.sandbox.process import Record

PARTS = {
    "extension": "by us",
    "ledger": "kept as asked for, by us",
    "guarded": "by moto, after a check of ours",
    "mended": "by moto, corrected by us",
}
"""The parts told name by name, in words and in the order of telling."""
LEGEND = "AWS operations by who answers them; what nobody answers is refused (every name: --json)"
WIDTH_CHARACTERS = 110


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
    return [LEGEND, "", *told, "", f"aws provider: {len(types)} resource types", *(f"  {name}" for name in types)]


def service_lines(service: str, parts: Mapping[str, list[str]]) -> list[str]:
    """Tell who answers the operations of one service."""
    ours = len(parts["extension"]) + len(parts["ledger"])
    counts = f"{service}: {ours} by us, {len(parts['moto'])} by moto, {len(parts['missing'])} by nobody"
    return [counts, *(line for part in PARTS if parts[part] for line in part_lines(part, parts[part]))]


def part_lines(part: str, operations: list[str]) -> list[str]:
    """Tell the operations of one part, on as many lines as they need."""
    text = f"{PARTS[part]}: {', '.join(operations)}"
    return wrap(text, WIDTH_CHARACTERS, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
