"""How much is taken off for the chance of the days until the next plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from modelhost.planner.outcome import Outcome
from modelhost.planner.search.growth import five_of_six
from modelhost.planner.search.verify import daily_error, judged_interval, margin

NONE = np.zeros(1, dtype=np.int64)
DAY_HOURS = 24


def days(*kept: int) -> Outcome:
    """The outcome of days with 1,000 requests an hour, of which so many were kept."""
    within = np.repeat(np.array(kept), DAY_HOURS)
    offered = np.full(len(within), 1_000)
    seconds = len(within) * 3_600.0
    return Outcome(int(offered.sum()), int(within.sum()), 0, 0, NONE, offered, within, NONE, NONE, NONE, 0.0, seconds)


SCATTERED = days(990, 995, 1000, 985, 992, 998, 990)


def test_a_week_is_predicted_from_a_week_with_the_scatter_of_both() -> None:
    """Off by sqrt(2) standard errors, times what five of six of Student's t with 6 degrees of freedom stay under."""
    assert margin([SCATTERED]) == pytest.approx(1.05 * 2**0.5 * daily_error([SCATTERED]))
    assert five_of_six(6) == 1.05
    assert margin([days(990, 990, 990, 990, 990, 990, 990)]) == pytest.approx(0.0, abs=1e-9)


def test_growth_lowers_what_is_compared_but_not_the_attainment() -> None:
    """The promise is compared with the least of both; so much growth has no margin of its own."""
    usual = judged_interval(SCATTERED, SCATTERED)
    worse = replace(SCATTERED, within=SCATTERED.within - 1_000)
    grown = judged_interval(SCATTERED, SCATTERED, worse)
    assert grown[0] == usual[0]
    assert grown[2] == worse.attainment < usual[2]
