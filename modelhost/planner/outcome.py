"""What came of a simulation."""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS

BUCKETS_PER_E = 100
"""Buckets of the histogram per factor of e: one is 1 % wide, so that a quantile is within 0.5 %."""
SHORTEST_SECONDS = 1e-6
"""Lower edge of the first bucket."""
BUCKETS = 2_600
"""Enough for 1 microsecond to 54 hours."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """Requests and replicas of one simulated run; the warm-up is left out of every count of requests."""

    offered: int
    """Requests that arrived."""
    within: int
    """Requests finished within the promise."""
    rejected: int
    """Requests turned away by a full queue, or because nothing served."""
    timed_out: int
    """Requests whose caller gave up."""
    histogram: Counts
    """(BUCKETS,) finished requests by the logarithm of their latency."""
    hours_offered: Counts
    """(hours,) requests by the hour of their arrival, warm-up included."""
    hours_within: Counts
    """(hours,) of those, finished within the promise."""
    changed_ns: Counts
    """(changes,) when the numbers of replicas below changed."""
    serving: Counts
    """(changes,) replicas in service from then on."""
    paid: Counts
    """(changes,) replicas paid for from then on: starting, serving or draining."""
    replica_seconds: float
    """Sum over replicas from launch request to termination, from the end of the warm-up on."""
    seconds: float
    """Length of what was simulated, without the warm-up."""
    mean_wait_seconds: float = 0.0
    """Mean time between arrival and start of computing."""
    warmup_seconds: float = HOUR_SECONDS
    """What was left out at the start."""
    lost: int = 0
    """Requests that were lost with a replica that ended at once: a machine taken back, a zone that failed."""
    size_seconds: tuple[float, ...] = ()
    """`replica_seconds` of each size of a ladder; of the one size otherwise."""

    @property
    def attainment(self) -> float:
        """Share of the offered requests that finished within the promise; 1 when none was offered."""
        return self.within / self.offered if self.offered else 1.0

    @property
    def worst_hour(self) -> float:
        """Lowest attainment of any clock-hour with requests after the warm-up."""
        first = int(np.ceil(self.warmup_seconds / HOUR_SECONDS))
        offered, within = self.hours_offered[first:], self.hours_within[first:]
        seen = offered > 0
        return float((within[seen] / offered[seen]).min()) if seen.any() else 1.0

    @property
    def mean_replicas(self) -> float:
        """Replicas paid for, mean over time."""
        return self.replica_seconds / self.seconds if self.seconds else 0.0

    def quantile_ms(self, fraction: float) -> float:
        """Return the latency in ms below which *fraction* of the finished requests stay; nan when none finished."""
        total = int(self.histogram.sum())
        if not total:
            return float("nan")
        place = int(np.searchsorted(self.histogram.cumsum(), fraction * total))
        return float(SHORTEST_SECONDS * np.exp((place + 0.5) / BUCKETS_PER_E) * 1_000)

    def replicas_at(self, seconds: Floats) -> Counts:
        """Return the replicas in service at each of *seconds*."""
        places = np.searchsorted(self.changed_ns, (seconds * SECOND_NS).astype(np.int64), side="right") - 1
        return self.serving[np.maximum(places, 0)]
