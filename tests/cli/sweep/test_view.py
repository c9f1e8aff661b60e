"""What came of a sweep, in words."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from modelhost.cli.sweep.file import Case
from modelhost.cli.sweep.view import present, summary
from modelhost.planner.sweeping.answered import Swept
from tests.cli.plan.answer import plan


def row(what_if: str = "", problem: str = "", **changes: Any) -> dict[str, Any]:
    """Return one plan in numbers; *problem* leaves it without an answer."""
    found = plan(**changes)
    return summary(Case("digits", "load.csv", what_if, found.question), Swept(None if problem else found, problem, 2.5))


def said(*rows: dict[str, Any]) -> str:
    """Return what is printed."""
    console = Console(file=io.StringIO(), width=160, highlight=False)
    present(console, rows)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_plan_is_a_line():
    """Who wins, what it costs and keeps, what stands today, and what the change saves."""
    found = row()
    assert (found["form"], found["machine"], found["usdPerMonth"]) == (
        "tracking with scheduled floors",
        "ml.m7i.large",
        210.0,
    )
    line = said(found).splitlines()[2]
    for text in (
        "digits",
        "load.csv",
        "tracking with scheduled floors on ml.m7i.large",
        "210",
        "99.50 %",
        "690",
        "70 %",
    ):
        assert text in line


def test_a_question_without_an_answer_says_why():
    """Below the table, by endpoint, trace and what-if."""
    text = said(row("load=2x", "ValueError: no"), row(winner=None))
    assert "digits, load.csv (load=2x): ValueError: no" in text
    assert text.count("none") == 2


def test_todays_stack_that_breaks_its_promise_is_marked():
    """Nothing is saved against a stack that does not do its work."""
    found = {**row(), "todayFeasible": False}
    assert "690 *" in said(found)
    assert "%" not in said(found).splitlines()[2].split("690 *")[1]
