"""Numbers of replicas in few steps, ahead of their load."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.planner.search.profile import BINS
from modelhost.planner.search.stairs import STEPS_PER_BIN, WEEK_STEPS, ahead, flattened, week_stairs
from tests.planner.question import room


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=30), st.floats(0.0, 20.0))
def test_nothing_falls_below_what_is_needed(needed: list[int], penalty: float) -> None:
    """Few steps never mean too few replicas, and never more than the most that is needed."""
    day = np.array([needed])
    flat = flattened(day, penalty)
    assert (flat >= day).all()
    assert flat.max() == day.max()


def test_changes_cost_what_they_are_said_to() -> None:
    """A dip is kept through when two changes cost more than its replicas do."""
    day = np.array([[3, 3, 1, 3, 3]])
    assert flattened(day, 0.5).tolist() == [[3, 3, 1, 3, 3]]
    assert flattened(day, 2.0).tolist() == [[3, 3, 3, 3, 3]]


def test_rises_come_ahead_and_falls_do_not() -> None:
    """A rise is early by its lead time, a fall stays where it is."""
    counts = np.array([1, 1, 1, 4, 4, 1, 1, 1])
    assert ahead(counts, 600.0).tolist() == [1, 4, 4, 4, 4, 1, 1, 1]


def test_the_lead_goes_round_the_week() -> None:
    """Monday's first minute is prepared on Sunday."""
    assert ahead(np.array([4, 1, 1, 1]), 300.0).tolist() == [4, 1, 1, 4]


def test_days_that_nobody_saw_get_the_most_of_the_others() -> None:
    """A weekend without data is not a weekend without load."""
    usual = np.full((7, BINS), 6.0)
    usual[5:] = np.nan
    week = week_stairs(usual, room(), 1.0, 0.0)
    assert week.shape == (WEEK_STEPS,)
    assert set(week.tolist()) == {2}


def test_safety_asks_for_more_replicas() -> None:
    """Twice the load needs the replicas that bear twice the load."""
    usual = np.full((7, BINS), 6.0)
    assert week_stairs(usual, room(), 2.0, 0.0).max() == 4
    assert STEPS_PER_BIN * BINS * 7 == WEEK_STEPS
