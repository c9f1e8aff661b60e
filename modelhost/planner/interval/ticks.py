"""Offered requests in steps of ten seconds."""

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.load.trace import Trace


def tick_counts(trace: Trace, seed: int = 0) -> Floats:
    """Return (ticks,) requests offered in each ten seconds; none where nobody looked.

    Requests known one by one are counted. Windows wider than a tick are split at random, so that every window keeps
    its count; narrower ones are added up.
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
    return _split(counts, trace.window_seconds, ticks, np.random.default_rng(seed))


def _split(counts: Floats, window_seconds: float, ticks: int, random: np.random.Generator) -> Floats:
    """Return (ticks,) counts: each window's, thrown one by one on the ticks that it covers."""
    edges = np.arange(ticks + 1) * float(TICK_SECONDS)
    window = np.minimum((edges[:-1] // window_seconds).astype(np.int64), len(counts) - 1)
    begin, end = window * window_seconds, (window + 1) * window_seconds
    inside = np.minimum(edges[1:], end) - np.maximum(edges[:-1], begin)
    share = np.clip(inside / np.maximum(end - np.maximum(edges[:-1], begin), 1e-9), 0.0, 1.0)
    whole = np.floor(counts + random.random(len(counts))).astype(np.int64)
    result = np.zeros(ticks)
    left = whole.copy()
    slots = int(np.ceil(window_seconds / TICK_SECONDS)) + 1
    first = np.searchsorted(window, np.arange(len(counts)))
    for place in range(slots):
        tick = first + place
        taken = (tick < ticks) & (window[np.minimum(tick, ticks - 1)] == np.arange(len(counts)))
        chosen = tick[taken]
        drawn = random.binomial(left[taken], share[chosen])
        result[chosen] += drawn
        left[taken] -= drawn
    return result
