"""How much more the next days may bring than the past days did, told by the past alone.

Each past day is compared with the mean of the days before it, as the next days will be with all of the past. What one
of those ratios in six exceeds is the load that a plan must bear too: a fleet that follows demand pays for it only when
it comes, a count that is fixed must hold it from the start.
"""

import math

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.clock import DAY_SECONDS
from modelhost.planner.load.trace import Trace

LEAST_RATIOS = 2
"""Ratios between days that must be known; less of the past tells nothing of growth."""
SMALLEST, LARGEST = 1.02, 1.5
"""Below the former it is the chance of arrivals; the latter is the room that bounds have above the highest load."""
FIVE_OF_SIX = (1.73, 1.26, 1.15, 1.10, 1.07, 1.05, 1.04, 1.03, 1.02, 1.02, 1.01, 1.01, 0.97)
"""What five of six draws of Student's t stay under, for 1 to 12 degrees of freedom and for infinitely many."""
SEEN_SHARE = 0.5
"""Share of a day that must have been looked at to count."""


def growth(trace: Trace) -> float:
    """Return the factor on the past load that the next days stay under in five of six cases; 1 without growth.

    The ratios are taken to be lognormal. A further one of so few is spread as Student's t with n - 1 degrees of
    freedom, times sqrt(1 + 1 / n) of the sample's standard deviation.
    """
    levels = daily_rates(trace)
    if len(levels) <= LEAST_RATIOS:
        return 1.0
    before = np.cumsum(levels)[:-1] / np.arange(1, len(levels))
    ratios = np.log(np.maximum(levels[1:], 1e-12) / np.maximum(before, 1e-12))
    further = five_of_six(len(ratios) - 1) * float(ratios.std(ddof=1)) * math.sqrt(1 + 1 / len(ratios))
    found = math.exp(float(ratios.mean()) + further)
    return 1.0 if found < SMALLEST else min(found, LARGEST)


def five_of_six(freedom: int) -> float:
    """Return what five of six draws of Student's t with *freedom* degrees of freedom stay under."""
    return FIVE_OF_SIX[min(max(freedom, 1), len(FIVE_OF_SIX)) - 1]


def daily_rates(trace: Trace) -> Floats:
    """Return (days,) mean rates per second of 24 hours each since the start, without days that were hardly seen."""
    width = max(1, round(DAY_SECONDS / trace.window_seconds))
    days = trace.windows // width
    rates = trace.rate_per_second[: days * width].reshape(days, width)
    seen = (~np.isnan(rates)).mean(axis=1) >= SEEN_SHARE
    means: Floats = np.array([float(np.nanmean(day)) for day in rates[seen]])
    return means
