"""The two protocols: decided once, or again every seven days on what was seen until then."""

from __future__ import annotations

from typing import Any

from benchmarks.quality.scenario import Scenario
from benchmarks.quality.score import Segment, score, whole
from modelhost.planner.load.cut import middle_seconds, slice_seconds
from modelhost.planner.search.candidate import Candidate
from modelhost.planner.search.search import search

WEEK_SECONDS = 7 * 86_400.0


def decided(scenario: Scenario, until: float) -> Candidate | None:
    """The winner of a search on the first *until* seconds; without one that holds, who kept most."""
    race = search(scenario.question(slice_seconds(scenario.trace, 0.0, until))).race
    best = race.best() or max(race.done, key=lambda each: each.cautious, default=None)
    return None if best is None else best.candidate


def protocols(scenario: Scenario) -> dict[str, Any]:
    """Scores of the plan frozen at the middle, and operated."""
    middle, end = middle_seconds(scenario.trace), scenario.trace.seconds
    first = decided(scenario, middle)
    if first is None:
        return {}
    frozen = _told(first) | score(scenario, whole(scenario, first.machine, dict(first.scaling)))
    if end - middle <= WEEK_SECONDS * 1.01:
        return {"frozen": frozen, "operated": frozen}
    segments, begin, current = [], middle, first
    while begin < end:
        until = min(begin + WEEK_SECONDS, end)
        segments.append(Segment(begin, until, current.machine, dict(current.scaling)))
        begin = until
        current = (decided(scenario, begin) or current) if begin < end else current
    return {"frozen": frozen, "operated": _told(current) | score(scenario, segments)}


def _told(candidate: Candidate) -> dict[str, Any]:
    """What was decided."""
    return {
        "form": str(candidate.form),
        "machine": candidate.machine,
        "settings": {name: round(value, 3) for name, value in candidate.settings.items()},
        "entries": len(candidate.scaling.get("schedule", ())),
    }
