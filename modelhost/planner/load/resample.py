"""The same load in other windows."""

import math
from dataclasses import replace

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.clock import SECOND_NS, nanoseconds
from modelhost.planner.load.limit import MOST_WINDOWS
from modelhost.planner.load.slope import shares, slopes
from modelhost.planner.load.trace import Trace


def resampled(trace: Trace, window_seconds: float) -> Trace:
    """Return it in windows of *window_seconds*, with the same total.

    Requests known one by one are counted anew. Narrower windows share out a count along `slopes`; wider ones add up,
    a masked part counting as the mean of the rest, and are masked where less than half is known. What does not fill a
    last window is left out. Raise ValueError for a width that leaves none or too many.
    """
    if trace.window_seconds == window_seconds:
        return trace
    windows = math.floor(trace.seconds / window_seconds + 1e-9) if window_seconds > 0 else 0
    if not 0 < windows <= MOST_WINDOWS:
        raise ValueError(f"{trace.name}: windows of {window_seconds:g} s make {windows:,} of {trace.seconds:g} s")
    fine = math.gcd(nanoseconds(trace.window_seconds), nanoseconds(window_seconds))
    split, joined = nanoseconds(trace.window_seconds) // fine, nanoseconds(window_seconds) // fine
    if trace.windows * split > MOST_WINDOWS:
        raise ValueError(f"{trace.name}: {window_seconds:g} s does not go into {trace.window_seconds:g} s")
    cv = None if trace.cv is None else _mean(np.repeat(trace.cv, split), joined)
    if trace.requests is not None:
        counts = recounted(trace, windows, window_seconds)
    else:
        counts = _mean(_split(trace.counts, split), joined) * joined
    return replace(trace, window_seconds=window_seconds, counts=counts, cv=cv)


def recounted(trace: Trace, windows: int, window_seconds: float) -> Floats:
    """Return (windows,) its single requests, counted."""
    assert trace.requests is not None
    window = (trace.requests.arrival_ns / (window_seconds * SECOND_NS)).astype(np.int64)
    return np.bincount(window, minlength=windows)[:windows].astype(np.float64)


def _split(counts: Floats, parts: int) -> Floats:
    if parts == 1:
        return counts
    return (counts[:, None] * shares(slopes(counts), parts)).ravel()


def _mean(values: Floats, joined: int) -> Floats:
    """Return the mean of each run of *joined*; nan where less than half is known."""
    runs = values[: len(values) // joined * joined].reshape(-1, joined)
    known = ~np.isnan(runs)
    seen = known.sum(axis=1)
    total = np.where(known, runs, 0.0).sum(axis=1)
    return np.where(2 * seen >= joined, total / np.maximum(seen, 1), np.nan)
