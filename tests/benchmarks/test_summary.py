"""From lines of scored scenarios to the numbers that are aimed at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality.summary import ratio, scored, summary


def score(usd: float, feasible: bool = True) -> dict[str, Any]:
    """The score of one policy."""
    return {"usd_per_month": usd, "feasible": feasible}


def row(name: str, ours: float, default: dict[str, Any]) -> dict[str, Any]:
    """The line of one scenario."""
    return {"scenario": name, "operated": score(ours), "default": default, "clairvoyant": {"usd_per_month": 10.0}}


def test_who_breaks_the_promise_is_never_cheaper() -> None:
    """A ratio needs both to be feasible; who is not is counted instead."""
    rows = [row("nab/image/3", 50.0, score(100.0)), row("nab/image/12", 50.0, score(1.0, feasible=False))]
    assert ratio(rows[1], "default") is None
    told = summary(rows, "operated")
    assert told["ratios"]["over_default"] == {"geometric_mean": 0.5, "scenarios": 1, "aim": 0.70}
    assert told["feasible"]["operated"] == 2
    assert told["feasible"]["default"] == 1


def test_means_are_geometric_and_the_clairvoyant_is_asked_of_m_mid_alone() -> None:
    """0.5 and 2 come to 1, and other traces have the best in hindsight instead."""
    rows = [row("m-mid/image/3", 50.0, score(100.0)), row("nab/image/3", 200.0, score(100.0))]
    ratios = summary(rows, "operated")["ratios"]
    assert ratios["over_default"]["geometric_mean"] == pytest.approx(1.0)
    assert ratios["over_clairvoyant_m_mid"]["scenarios"] == 1


def test_a_stopped_run_goes_on_behind_its_last_whole_line(tmp_path: Path) -> None:
    """Half a line is no score, and of two lines of a scenario the later one counts."""
    lines = tmp_path / "scored.jsonl"
    whole = [row("nab/image/3", 1.0, score(2.0)), row("nab/image/3", 3.0, score(2.0))]
    lines.write_text("".join(json.dumps(each) + "\n" for each in whole) + '{"scenario": "nab/im', "utf-8")
    assert [each["operated"]["usd_per_month"] for each in scored(lines)] == [3.0]
    assert scored(tmp_path / "none.jsonl") == []
