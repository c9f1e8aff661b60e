"""What is known of one machine type before any way to scale is tried on it."""

import math
from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.question import Offer


@dataclass(frozen=True, eq=False)
class Room:
    """One offer, with what its replicas bear alone and together."""

    offer: Offer
    """Machine, service, price and start-up."""
    max_rps: float
    """MAX_RPS: highest steady rate of one replica within the promise."""
    bears: Floats
    """(replicas,) highest steady rate of n replicas together, ascending; more than n x MAX_RPS, for they pool."""
    at_once: float
    """Requests at once on each replica of a fleet that bears all it can."""
    least: int
    """Fewest replicas that the hard constraints allow."""
    most: int
    """Most replicas that the hard constraints allow."""
    ladder: tuple[str, ...] = ()
    """Sizes of the stack file with this one among them, cheapest first; empty where it is no larger than today's."""

    @property
    def usd_per_million(self) -> float:
        """Price of a million requests at MAX_RPS."""
        return self.offer.usd_per_hour / 3.6e-3 / self.max_rps if self.max_rps > 0 else math.inf

    @property
    def lead_seconds(self) -> float:
        """How long before a rise of the load replicas are launched: a start-up that nine in ten stay under."""
        return self.offer.startup.mean_seconds + 1.28 * self.offer.startup.deviation_seconds

    @property
    def replica_rps(self) -> float:
        """What one replica of a large fleet bears."""
        return float(self.bears[-1]) / len(self.bears)

    def needed(self, rates: Floats) -> Counts:
        """Return (rates,) how many replicas bear each rate, in proportion beyond what is known, at least `least`."""
        rates = np.nan_to_num(rates)
        known = np.searchsorted(self.bears, rates, side="left") + 1
        beyond = np.ceil(rates / self.replica_rps)
        counts = np.where(rates > self.bears[-1], beyond, known).astype(np.int64)
        return np.clip(counts, self.least, max(self.least, self.most))
