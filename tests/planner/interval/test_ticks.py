"""Steps of ten seconds keep what was offered."""

import numpy as np
import pytest

from modelhost.planner.interval.ticks import tick_counts
from modelhost.planner.load.arrival import arrivals
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


def test_a_rise_goes_on_inside_a_window() -> None:
    """Between a lower and a higher neighbour the second half of a window gets more than the first."""
    made = tick_counts(Trace("test", None, 600.0, np.array([6_000.0, 12_000.0, 18_000.0])))
    assert made[90:120].sum() - made[60:90].sum() == pytest.approx(1_500, abs=400)


@pytest.mark.parametrize("cv", [1.0, 2.0, 4.0])
def test_requests_that_come_in_heaps_stay_together(cv: float) -> None:
    """The variance of a step is cv^2 times that of a Poisson process, given the window's count."""
    trace = Trace("test", None, 600.0, np.full(400, 6_000.0), cv=np.full(400, cv))
    steps = tick_counts(trace).reshape(400, 60)
    assert (steps.sum(axis=1) == 6_000).all()
    assert steps.var() / (100 * 59 / 60) == pytest.approx(cv**2, rel=0.1)


def test_the_steps_are_those_of_single_arrivals() -> None:
    """Mean and spread of the steps agree with arrivals drawn one by one."""
    trace = Trace("test", None, 300.0, np.linspace(500.0, 5_000.0, 200))
    came = np.concatenate([each.arrival_ns for each in arrivals(trace, np.random.default_rng(3))])
    true = np.bincount(came // 10_000_000_000, minlength=6_000)
    made = tick_counts(trace)
    assert np.abs(made.reshape(-1, 10).sum(axis=1) - true.reshape(-1, 10).sum(axis=1)).mean() < 60
    assert np.diff(made).std() == pytest.approx(np.diff(true).std(), rel=0.05)
