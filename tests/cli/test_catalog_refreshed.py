"""What `modelhost catalog refresh` says when it is done."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from modelhost.cli.catalog_view import MOST_CHANGES, present_refreshed
from modelhost.operate.catalog_refresh.refresh import Change, Summary

SUMMARY = Summary(
    Path("us-west-2.json"),
    "us-west-2",
    262,
    1_100,
    (Change("ml.g6.xlarge", 1.1267, 1.2), Change("ml.z9.x", None, 3)),
    0,
)


def said(*summaries: Summary, directory: Path | None = None) -> str:
    """Return what is printed."""
    console = Console(file=io.StringIO(), width=200, highlight=False)
    present_refreshed(console, summaries, directory)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_changed_prices_are_named() -> None:
    """Before and after; a type without a price before says so."""
    lines = said(SUMMARY).splitlines()
    assert lines == [
        "us-west-2: 262 hosting prices, 1100 machine types, 2 prices differ from what was known -> us-west-2.json",
        "  ml.g6.xlarge: 1.1267 -> 1.2 USD/h",
        "  ml.z9.x: unknown -> 3 USD/h",
    ]


def test_many_changes_are_counted() -> None:
    """The screen stays short."""
    many = SUMMARY._replace(changes=(Change("ml.x.y", 1, 2),) * (MOST_CHANGES + 4))
    assert said(many).splitlines()[-1] == "  and 4 more; --json lists them"


def test_another_folder_must_be_made_known() -> None:
    """Look-ups find it by the variable."""
    assert "export MODELHOST_CATALOG=/tmp/x" in said(SUMMARY, directory=Path("/tmp/x"))
