"""The loads at which fleets are tabulated, and where each load lies between them."""

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.compiled import leaf

LOADS = np.concatenate(([0.0], np.linspace(0.05, 0.7, 14), np.linspace(0.72, 0.98, 14), [0.99, 0.995]))
"""Shares of a fleet's full rate at which it is tabulated; whole numbers of 1 / FINE."""
FINE = 200
"""Steps of 1 in which a load finds its place."""
PLACES = np.searchsorted(LOADS, (np.arange(FINE) + 0.5) / FINE) - 1
"""(FINE,) the last of `LOADS` that is not above each step."""
LAST = len(LOADS) - 1


@leaf
def place_of(load: float) -> float:
    """Return where *load* lies in `LOADS`: the place of the one below, and the share of the way to the next."""
    if load >= LOADS[LAST]:
        return float(LAST)
    low = PLACES[int(load * FINE)]
    return float(low + (load - LOADS[low]) / (LOADS[low + 1] - LOADS[low]))


@leaf
def at(row: Floats, place: float) -> float:
    """Return *row*, one number for each of `LOADS`, at *place* by straight lines."""
    low = min(int(place), LAST - 1)
    return float(row[low] + (place - low) * (row[low + 1] - row[low]))


@leaf
def across(rows: Floats, row: int, place: float) -> float:
    """Return row *row* of *rows* at *place* by straight lines."""
    low = min(int(place), LAST - 1)
    return float(rows[row, low] + (place - low) * (rows[row, low + 1] - rows[row, low]))
