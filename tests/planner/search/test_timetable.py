"""Schedules in words, and what the words do over time."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load.trace import Trace
from modelhost.planner.search.stairs import DAY_STEPS, STEP_SECONDS, WEEK_STEPS
from modelhost.planner.search.timetable import bounds_of, entries
from modelhost.spec.scaling import ScalingSpec
from tests.planner.question import MONDAY

WEEK = Trace("week", MONDAY, 3600.0, np.ones(7 * 24))


def at(bounds: Any, steps: np.ndarray) -> np.ndarray:
    """The floor at each of *steps*."""
    places = np.searchsorted(bounds.from_ns, steps * STEP_SECONDS * SECOND_NS, side="right") - 1
    result: np.ndarray = bounds.low[places]
    return result


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, WEEK_STEPS - 1), st.integers(1, 6)), min_size=1, max_size=12))
def test_words_do_over_a_week_what_they_were_made_of(changes: list[tuple[int, int]]) -> None:
    """Numbers to words to bounds is the identity, five minutes by five minutes."""
    week = np.ones(WEEK_STEPS, dtype=np.int64)
    for place, value in sorted(changes):
        week[place:] = value
    words = entries(week, "min", "UTC")
    bounds = bounds_of(words, int(week[-1]), 9, WEEK)
    assert (at(bounds, np.arange(WEEK_STEPS)) == week).all()


def test_alike_days_share_an_entry() -> None:
    """Five workdays are two lines, not ten."""
    week = np.ones(WEEK_STEPS, dtype=np.int64)
    for day in range(5):
        week[day * DAY_STEPS + 96 : day * DAY_STEPS + 216] = 4
    assert entries(week, "count", "Europe/Berlin") == [
        {"at": "weekdays 08:00", "timezone": "Europe/Berlin", "count": 4},
        {"at": "weekdays 18:00", "timezone": "Europe/Berlin", "count": 1},
    ]


def test_what_never_changes_needs_no_clock() -> None:
    """A flat week has no entries."""
    assert entries(np.full(WEEK_STEPS, 3), "min", "UTC") == []


@pytest.mark.parametrize("word", ["count", "min"])
def test_the_stack_file_takes_the_words(word: str) -> None:
    """What is written is legal, and changes back what it changes."""
    week = np.ones(WEEK_STEPS, dtype=np.int64)
    week[100:200], week[700:900] = 3, 2
    block: dict[str, Any] = {"strategy": "auto", "replicas": {"count": 1, "min": 1, "max": 5}}
    block["target"] = {"metric": "concurrency", "value": 2.0}
    if word == "count":
        block = {"strategy": "horizontal", "replicas": {"count": 1}}
    assert ScalingSpec.model_validate(block | {"schedule": entries(week, word, "Europe/Berlin")}).schedule


def test_the_clock_of_the_zone_is_followed() -> None:
    """Eight o'clock in Berlin is seven in UTC in winter."""
    words = [{"at": "daily 08:00", "timezone": "Europe/Berlin", "min": 3}]
    bounds = bounds_of(words, 1, 9, Trace("day", datetime(2026, 1, 5, tzinfo=UTC), 3600.0, np.ones(24)))
    assert bounds.from_ns.tolist() == [0, 7 * 3600 * SECOND_NS]


def test_what_was_set_before_the_beginning_holds() -> None:
    """The last firing before the trace begins decides the first bounds."""
    words = [{"at": "sun 20:00", "timezone": "UTC", "min": 4}, {"at": "mon 06:00", "timezone": "UTC", "min": 2}]
    assert bounds_of(words, 1, 9, WEEK).low.tolist()[:2] == [4, 2]
