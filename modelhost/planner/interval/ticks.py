"""Offered requests in steps of ten seconds."""

import math

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.load.arrival import CV_RANGE, whole
from modelhost.planner.load.slope import slopes
from modelhost.planner.load.trace import Trace


def tick_counts(trace: Trace, seed: int = 0) -> Floats:
    """Return (ticks,) requests offered in each ten seconds; none where nobody looked.

    Requests known one by one are counted. Wider windows are split at random, along the slope of their neighbours, so
    that each keeps its count; narrower ones are added up.
    """
    ticks = int(np.ceil(trace.seconds / TICK_SECONDS))
    if trace.requests is not None:
        places = trace.requests.arrival_ns // (TICK_SECONDS * SECOND_NS)
        counted = np.bincount(np.minimum(places, ticks - 1), minlength=ticks)
        return counted.astype(np.float64)
    counts = np.nan_to_num(trace.counts)
    if trace.window_seconds <= TICK_SECONDS:
        places = (np.arange(trace.windows) * trace.window_seconds // TICK_SECONDS).astype(np.int64)
        return np.bincount(places, weights=counts, minlength=ticks).astype(np.float64)
    return _split(trace, ticks, np.random.default_rng(seed))


def _split(trace: Trace, ticks: int, random: np.random.Generator) -> Floats:
    """Return (ticks,) counts: each window's, thrown on the ticks that it covers, as many at once as its gaps differ."""
    width, windows = trace.window_seconds, np.arange(trace.windows)
    left = whole(trace.counts, random)
    heaped = _heaped(trace, left)
    slope, below, result = slopes(trace.counts), np.zeros(trace.windows), np.zeros(ticks)
    first = (windows * width // TICK_SECONDS).astype(np.int64)
    for place in range(math.ceil(width / TICK_SECONDS) + 1):
        tick = first + place
        end = np.clip(((tick + 1) * TICK_SECONDS - windows * width) / width, 0.0, 1.0)
        reached = np.maximum(end * (1 - slope + slope * end), below)
        share = np.clip((reached - below) / np.maximum(1 - below, 1e-12), 0.0, 1.0)
        drawn = random.binomial(left, _uneven(share, heaped * np.maximum(1 - below, 1e-12), random))
        np.add.at(result, np.minimum(tick, ticks - 1), drawn)
        left, below = left - drawn, reached
    return result


def _heaped(trace: Trace, counts: Counts) -> Floats:
    """Return (windows,) how much their requests keep together; inf where they come by Poisson or more evenly.

    A beta-binomial law of this size has cv^2 times the variance of a binomial one, as counts of gaps with this
    coefficient of variation have in the limit of many (Cox, Renewal Theory, 1962).
    """
    if trace.cv is None:
        return np.full(trace.windows, np.inf)
    square = np.clip(np.nan_to_num(trace.cv, nan=1.0), *CV_RANGE) ** 2
    return np.where(square > 1.01, np.maximum(counts - square, 1.0) / np.maximum(square - 1, 1e-9), np.inf)


def _uneven(share: Floats, heaped: Floats, random: np.random.Generator) -> Floats:
    """Return *share*, drawn anew around itself where requests keep together."""
    drawn = share.copy()
    mixed = np.isfinite(heaped) & (share > 0) & (share < 1) & (heaped > 0)
    drawn[mixed] = random.beta(share[mixed] * heaped[mixed], (1 - share[mixed]) * heaped[mixed])
    return drawn
