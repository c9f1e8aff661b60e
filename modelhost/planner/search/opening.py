"""The hours in which an endpoint exists, as bounds: no replica outside of them."""

from datetime import timedelta

import numpy as np

from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Bounds
from modelhost.planner.search.calendar import beginning
from modelhost.planner.search.timetable import BEFORE
from modelhost.spec.hours import HoursSpec
from modelhost.spec.schedule import firings_between


def within(bounds: Bounds, hours: HoursSpec, count: int, trace: Trace) -> Bounds:
    """Return *bounds* while the endpoint exists, 0 to 0 while it is gone.

    It comes with *count* replicas, which serve a start-up later, and goes at the closing; what is asked of it
    meanwhile finds nobody, and counts as missed.
    """
    edges = _edges(hours, trace)
    inside = edges[0][1] if edges[0][0] <= 0 else not edges[0][1]
    changes: dict[int, tuple[int, int]] = {}
    there = [(0, inside), *((seconds, comes) for seconds, comes in edges if seconds > 0)]
    ends = [*(seconds for seconds, _ in there[1:]), round(trace.seconds) + 1]
    for (begin, exists), end in zip(there, ends, strict=True):
        changes.update(_existing(bounds, begin, end, count) if exists else {begin: (0, 0)})
    times = sorted(changes)
    lows, highs = zip(*(changes[time] for time in times), strict=True)
    return Bounds(np.array(times) * SECOND_NS, np.array(lows), np.array(highs))


def _existing(bounds: Bounds, begin: int, end: int, count: int) -> dict[int, tuple[int, int]]:
    """Return the bounds from the opening at *begin* to *end*, the first ten seconds with *count* at least."""
    seconds = bounds.from_ns // SECOND_NS
    first = int(np.searchsorted(seconds, begin, side="right")) - 1
    low, high = int(bounds.low[first]), int(bounds.high[first])
    started = min(max(low, count), high)
    found = {begin: (started, high), begin + TICK_SECONDS: (low, high)}
    for place in range(first + 1, len(seconds)):
        if seconds[place] < end:
            found[max(int(seconds[place]), begin + TICK_SECONDS)] = (int(bounds.low[place]), int(bounds.high[place]))
    return {time: both for time, both in found.items() if time < end}


def _edges(hours: HoursSpec, trace: Trace) -> list[tuple[int, bool]]:
    """Return (seconds since the trace began, whether it comes) of every opening and closing, in order of time.

    The last one before the trace is among them.
    """
    start = beginning(trace)
    since, end = start - BEFORE, start + timedelta(seconds=trace.seconds)
    found = [
        (int((moment - start).total_seconds()), comes)
        for when, comes in ((hours.opening.opens, True), (hours.opening.closes, False))
        for moment in firings_between(when, hours.timezone, since, end)
    ]
    ordered = sorted(found)
    past = [edge for edge in ordered if edge[0] <= 0]
    return [*past[-1:], *(edge for edge in ordered if edge[0] > 0)]
