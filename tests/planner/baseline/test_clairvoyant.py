"""What somebody who knows the future pays."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.planner.baseline.clairvoyant import clairvoyant_usd_per_month
from modelhost.planner.load.trace import Trace


def exhaustive(needed: list[int], startup_windows: float) -> float:
    """The least of sum n_t + S (n_t - n_{t-1})+ by trying everything; the first replicas are there already."""
    most = max(needed)
    best = np.inf
    for counts in product(range(most + 1), repeat=len(needed)):
        if all(count >= need for count, need in zip(counts, needed, strict=True)):
            rises = sum(max(0, after - before) for before, after in pairwise(counts))
            best = min(best, sum(counts) + startup_windows * rises)
    return float(best)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=6).filter(any), st.sampled_from([0.0, 0.4, 1.0, 2.5]))
def test_level_by_level_is_the_minimum(needed: list[int], startup_windows: float) -> None:
    """The sum of the levels' minima is the minimum of the whole."""
    trace = Trace("t", None, 600.0, np.array(needed) * 600.0)
    found = clairvoyant_usd_per_month(trace, 1.0, startup_windows * 600, 1.0) / 730 * len(needed)
    assert found == pytest.approx(exhaustive(needed, startup_windows))


def test_what_nobody_saw_costs_nothing() -> None:
    """A gap counts neither as need nor as time."""
    seen = Trace("t", None, 600.0, np.array([600.0, np.nan, 600.0]))
    assert clairvoyant_usd_per_month(seen, 1.0, 0.0, 1.0) == 730.0


def test_without_a_rate_there_is_no_price() -> None:
    """A machine on which nothing keeps the promise cannot be clairvoyant's."""
    assert clairvoyant_usd_per_month(Trace("t", None, 600.0, np.ones(3)), 0.0, 0.0, 1.0) == np.inf
