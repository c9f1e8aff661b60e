"""A committed floor with bursts on demand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.price.commitment import best, cost_usd

DAY = 86_400.0


def test_a_steady_fleet_is_committed_to_whole() -> None:
    """Four replicas all day save what the commitment saves."""
    found = best([0, 0, 0, 0, DAY], usd_per_hour=2.0, ratio=0.63)
    assert found.floor == 4
    assert found.usd == pytest.approx(4 * 24 * 2.0 * 0.63)
    assert found.saved_share == pytest.approx(0.37)


def test_a_short_burst_is_paid_on_demand() -> None:
    """Replicas that run for less of the day than the commitment costs of a day are not worth it."""
    found = best([0, 0, DAY * 0.5, 0, DAY * 0.5], usd_per_hour=1.0, ratio=0.63)
    assert found.floor == 2
    assert found.usd == pytest.approx(24 * 2 * 0.63 + 12 * 2)


@pytest.mark.parametrize("seconds_at", [[], [DAY], [0.0]])
def test_nothing_that_runs_is_nothing_committed(seconds_at: list[float]) -> None:
    """An empty fleet owes nothing and saves nothing."""
    assert best(seconds_at, 1.0, 0.63) == (0, 0.0, 0.0)
    assert best(seconds_at, 1.0, 0.63).saved_share == 0.0


@settings(derandomize=True, deadline=None)
@given(st.lists(st.floats(0, 1e6), max_size=12), st.floats(0.05, 1.0))
def test_no_other_floor_is_cheaper(seconds_at: list[float], ratio: float) -> None:
    """Trying every floor finds nothing better."""
    tried = [cost_usd(seconds_at, floor, 1.5, ratio) for floor in range(len(seconds_at) + 1)]
    assert best(seconds_at, 1.5, ratio).usd == pytest.approx(min(tried), abs=1e-6)
