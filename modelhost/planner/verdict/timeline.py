"""Load and capacity over time, for a picture."""

import numpy as np

from modelhost.planner.answer import Timeline
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import Outcome

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
