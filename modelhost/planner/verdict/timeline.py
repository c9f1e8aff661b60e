"""Load and capacity over time, for a picture."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from modelhost.planner.answer import Timeline
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import Outcome
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate
from modelhost.planner.search.room import Room
from modelhost.planner.search.sized import by_demand, composed

POINTS = 720
"""Most points of a picture."""


def timeline(trace: Trace, outcome: Outcome, replica_rps: float) -> Timeline:
    """Return the load of *trace* beside the replicas of *outcome*, the highest of each stretch of time."""
    width = max(trace.window_seconds, trace.seconds / POINTS)
    seconds = np.arange(0.0, trace.seconds, width)
    starts = np.minimum((seconds / trace.window_seconds).astype(np.int64), trace.windows - 1)
    rate = np.maximum.reduceat(trace.rate_per_second, np.unique(starts))
    places = np.searchsorted(outcome.changed_ns, (seconds * SECOND_NS).astype(np.int64), side="right") - 1
    paid = outcome.paid[np.maximum(places, 0)]
    serving = outcome.serving[np.maximum(places, 0)]
    rates = rate[np.searchsorted(np.unique(starts), starts)]
    return Timeline(seconds, rates, serving, paid, replica_rps)


def sized(found: Timeline, bench: Bench, candidate: Candidate, rooms: Sequence[Room]) -> Timeline | None:
    """Return *found* with what sizes by the clock bear; none where demand moves them, or a size bears nothing.

    While one replaces the other, what serves is taken to be the smaller.
    """
    known = {room.offer.machine: room.max_rps for room in rooms}
    if by_demand(candidate) or any(name not in known for name in candidate.sizes):
        return None
    rates = np.array([known[name] for name in candidate.sizes])
    _, paid = composed(bench, candidate)
    bought = paid * rates
    served = np.where(paid > 0, bought, np.inf).min(axis=1)
    places = np.minimum((found.seconds // TICK_SECONDS).astype(np.int64), len(served) - 1)
    return replace(found, served=served[places], bought=bought.sum(axis=1)[places])
