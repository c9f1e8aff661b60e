"""The one meter: replicas paid for over time, from launch request to termination, to US dollars a month."""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.outcome import Outcome
from modelhost.price.line import HOURS_PER_MONTH


@dataclass(frozen=True)
class Meter:
    """What replicas of one machine type cost."""

    usd_per_hour: float
    """Price of a replica on demand, by the second from launch request to termination."""
    fixed_usd_per_month: float = 0.0
    """What the endpoint costs whatever its replicas do."""
    committed_ratio: float | None = None
    """Price of a committed replica over one on demand; none where nothing is committed."""

    def mean(self, replicas: float) -> float:
        """Return USD a month of so many *replicas* on the mean, all on demand."""
        return replicas * self.usd_per_hour * HOURS_PER_MONTH + self.fixed_usd_per_month

    def of(self, outcome: Outcome) -> float:
        """Return USD a month of what *outcome* paid for, with the best committed floor where one may be had."""
        if self.committed_ratio is None:
            return self.mean(outcome.mean_replicas)
        return self.committed(outcome)[0]

    def committed(self, outcome: Outcome) -> tuple[float, int]:
        """Return USD a month with the cheapest number of committed replicas, and that number.

        A committed replica is paid for all the time, needed or not; what exceeds the floor is on demand. One more pays
        while it is needed for more than the ratio of the prices.
        """
        ratio = 1.0 if self.committed_ratio is None else self.committed_ratio
        paid, weights = _levels(outcome)
        floors = np.arange(int(paid.max(initial=0)) + 1)
        burst = np.maximum(paid[None, :] - floors[:, None], 0) @ weights
        means = floors * ratio + burst
        best = int(np.argmin(means))
        return self.mean(float(means[best])), best


def _levels(outcome: Outcome) -> tuple[Floats, Floats]:
    """Return the numbers of replicas paid for, and the share of the time after the warm-up that each held."""
    begin = outcome.warmup_seconds * SECOND_NS
    end = begin + outcome.seconds * SECOND_NS
    edges = np.clip(np.append(outcome.changed_ns, end), begin, end)
    held = np.diff(edges).astype(np.float64)
    total = held.sum()
    return outcome.paid.astype(np.float64), held / total if total else held
