"""Loads find their place in the table."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.planner.interval.grid import LOADS, across, at, place_of


@settings(deadline=None, derandomize=True)
@given(load=st.floats(0.0, 1.5))
def test_tables_are_read_by_straight_lines(load: float) -> None:
    """What a load reads is what numpy reads, and the last value beyond the last load."""
    row = np.sqrt(LOADS)
    expected = np.interp(load, LOADS, row)
    assert abs(at(row, place_of(load)) - expected) < 1e-9
    assert abs(across(np.stack([row * 0, row]), 1, place_of(load)) - expected) < 1e-9
