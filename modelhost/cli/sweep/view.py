"""What came of a sweep, on the screen and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from modelhost.cli.sweep.file import Case
from modelhost.cli.table import grid
from modelhost.planner.answer import Plan
from modelhost.planner.sweeping.answered import Swept


def summary(case: Case, swept: Swept[Plan]) -> dict[str, Any]:
    """Return one plan in a few numbers; what is not known is none."""
    plan = swept.answer
    winner, today = (plan.winner, plan.today) if plan is not None else (None, None)
    return {
        "endpoint": case.endpoint,
        "trace": case.trace,
        "whatIf": case.what_if,
        "form": winner and str(winner.candidate.form),
        "machine": winner and winner.candidate.machine,
        "usdPerMonth": winner and winner.cost.expected,
        "attainment": winner and winner.attainment,
        "todayUsdPerMonth": today and today.cost.expected,
        "todayFeasible": today and today.feasible,
        "change": plan.change if plan is not None else "",
        "problem": swept.problem,
        "seconds": swept.seconds,
    }


def present(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    """Show the plans as a table, those without one below with the reason."""
    table = grid(
        *((header, "left") for header in ("endpoint", "trace", "plan")),
        *((header, "right") for header in ("USD/month", "kept", "today", "saved")),
    )
    for row in rows:
        table.add_row(*_cells(row))
    console.print(table)
    for row in rows:
        if row["problem"] or row["form"] is None:
            console.print(Text(f"{_title(row)}: {row['problem'] or row['change']}", style="yellow"))


def _cells(row: dict[str, Any]) -> tuple[str | Text, ...]:
    """Return one plan as cells."""
    today = "-" if row["todayUsdPerMonth"] is None else f"{row['todayUsdPerMonth']:,.0f}"
    if row["form"] is None:
        return row["endpoint"], _load(row), Text("none", style="red"), "-", "-", today, "-"
    kept = f"{100 * row['attainment']:.2f} %"
    return (
        row["endpoint"],
        _load(row),
        f"{row['form']} on {row['machine']}",
        f"{row['usdPerMonth']:,.0f}",
        kept,
        today if row["todayFeasible"] is not False else f"{today} *",
        _saved(row),
    )


def _saved(row: dict[str, Any]) -> str:
    """Return what a change saves, when today keeps the promise."""
    today = row["todayUsdPerMonth"]
    return f"{100 * (1 - row['usdPerMonth'] / today):.0f} %" if today and row["todayFeasible"] else "-"


def _load(row: dict[str, Any]) -> str:
    """Return the load in words."""
    return f"{row['trace']} ({row['whatIf']})" if row["whatIf"] else str(row["trace"])


def _title(row: dict[str, Any]) -> str:
    """Return which plan it is."""
    return f"{row['endpoint']}, {_load(row)}"
