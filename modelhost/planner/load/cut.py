"""A part of a trace."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from modelhost.planner.clock import nanoseconds
from modelhost.planner.load.trace import Requests, Trace


def slice_seconds(trace: Trace, begin: float, end: float) -> Trace:
    """Return the whole windows of [*begin*, *end*) seconds since its start; times begin at 0 again.

    Raise ValueError where no window begins there.
    """
    first = max(0, int(np.ceil(begin / trace.window_seconds - 1e-9)))
    last = min(trace.windows, int(np.ceil(end / trace.window_seconds - 1e-9)))
    if first >= last:
        raise ValueError(f"{trace.name}: no window in {begin:g} to {end:g} s; it is {trace.seconds:g} s long")
    return replace(
        trace,
        start=None if trace.start is None else trace.start + timedelta(seconds=first * trace.window_seconds),
        counts=trace.counts[first:last],
        cv=None if trace.cv is None else trace.cv[first:last],
        requests=_between(trace.requests, trace.window_seconds, first, last),
        counted=_between(trace.counted, trace.window_seconds, first, last),
    )


def first_half(trace: Trace) -> Trace:
    """Return what a plan may know."""
    return slice_seconds(trace, 0.0, middle_seconds(trace))


def second_half(trace: Trace) -> Trace:
    """Return what a plan is scored on."""
    return slice_seconds(trace, middle_seconds(trace), trace.seconds)


def middle_seconds(trace: Trace) -> float:
    """Return where its halves meet, a whole window."""
    return (trace.windows // 2) * trace.window_seconds


def _between(requests: Requests | None, window_seconds: float, first: int, last: int) -> Requests | None:
    if requests is None:
        return None
    edges = np.array([first, last], dtype=np.int64) * nanoseconds(window_seconds)
    begin, end = np.searchsorted(requests.arrival_ns, edges)
    part = requests.part(int(begin), int(end))
    return replace(part, arrival_ns=part.arrival_ns - edges[0])
