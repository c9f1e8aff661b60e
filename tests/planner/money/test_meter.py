"""The one meter of money."""

import numpy as np
import pytest

from modelhost.planner.clock import SECOND_NS
from modelhost.planner.money.meter import Meter
from modelhost.planner.outcome import BUCKETS, Outcome


def outcome(*paid: int, hours: int = 1) -> Outcome:
    """Replicas paid for, hour by hour, after a warm-up of no time."""
    none = np.zeros(1, dtype=np.int64)
    changed = np.arange(len(paid)) * hours * 3600 * SECOND_NS
    counts = np.array(paid)
    seconds = float(len(paid) * hours * 3600)
    total = float(counts.sum() * hours * 3600)
    histogram = np.zeros(BUCKETS, dtype=np.int64)
    return Outcome(1, 1, 0, 0, histogram, none, none, changed, counts, counts, total, seconds, warmup_seconds=0.0)


def test_a_month_has_730_hours() -> None:
    """Two replicas at a dollar an hour are 1,460 USD, and what is fixed comes on top."""
    assert Meter(1.0, 5.0).of(outcome(2)) == 1_465.0


def test_the_mean_is_what_is_paid() -> None:
    """Paid by the second, not by the peak."""
    assert Meter(1.0).of(outcome(1, 3)) == 1_460.0


def test_a_replica_is_committed_when_it_runs_for_more_than_the_ratio() -> None:
    """The first is needed always, the second half the time: at 0.63 only the first is committed."""
    usd, floor = Meter(1.0, committed_ratio=0.63).committed(outcome(1, 2))
    assert floor == 1
    assert usd == pytest.approx(730 * (0.63 + 0.5))


def test_commitment_is_never_dearer_than_none() -> None:
    """With little load nothing is committed."""
    usd, floor = Meter(1.0, committed_ratio=0.63).committed(outcome(0, 0, 0, 1))
    assert (usd, floor) == (pytest.approx(730 * 0.25), 0)
