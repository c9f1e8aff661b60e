"""Steps of ten seconds keep what was offered."""

import numpy as np
import pytest

from modelhost.planner.interval.ticks import tick_counts
from modelhost.planner.load.trace import Requests, Trace


@pytest.mark.parametrize("width", [1.0, 5.0, 10.0, 25.0, 60.0, 300.0, 600.0])
def test_every_window_keeps_its_count(width: float) -> None:
    """Whatever the width of the windows, no request is lost."""
    counts = np.arange(1.0, 31.0)
    assert tick_counts(Trace("test", None, width, counts)).sum() == counts.sum()


def test_a_minute_is_spread_over_its_six_steps() -> None:
    """Requests of a minute stay in it, and all of its steps get some."""
    made = tick_counts(Trace("test", None, 60.0, np.array([0.0, 6_000.0, 0.0])))
    assert (made[:6].sum(), made[6:12].sum(), made[12:].sum()) == (0.0, 6_000.0, 0.0)
    assert (np.abs(made[6:12] - 1_000) < 150).all()


def test_fractions_are_requests_by_chance() -> None:
    """A count of 0.5 gives a request in half of the windows."""
    assert 4_700 < tick_counts(Trace("test", None, 60.0, np.full(10_000, 0.5))).sum() < 5_300


def test_the_seed_decides() -> None:
    """The same seed gives the same steps, another one others."""
    trace = Trace("test", None, 600.0, np.full(20, 500.0))
    assert (tick_counts(trace, 1) == tick_counts(trace, 1)).all()
    assert (tick_counts(trace, 1) != tick_counts(trace, 2)).any()


def test_gaps_are_empty() -> None:
    """Where nobody looked, nothing is offered."""
    assert tick_counts(Trace("test", None, 60.0, np.array([np.nan, 6.0])))[:6].sum() == 0.0


def test_known_requests_are_counted_where_they_came() -> None:
    """A trace of single requests is not drawn anew."""
    came = np.array([0, 9_999_999_999, 10_000_000_000, 25_000_000_000])
    trace = Trace("test", None, 30.0, np.array([4.0]), requests=Requests(came))
    assert tick_counts(trace).tolist() == [2.0, 1.0, 1.0]
