"""A committed floor with bursts on demand: how many replicas to commit to, and what that saves.

A commitment is owed every hour. The k-th replica is worth it when at least k replicas run for a larger share of the
time than the commitment costs of the price on demand; shares fall with k, so the first that is not worth it ends the
floor.
"""

from collections.abc import Sequence
from typing import NamedTuple

SECONDS_PER_HOUR = 3_600


class Commitment(NamedTuple):
    """A floor that is paid all the time, and what lies above it on demand."""

    floor: int
    """Replicas that are committed to."""
    usd: float
    """US dollars of the whole time."""
    on_demand_usd: float
    """The same without any commitment."""

    @property
    def saved_share(self) -> float:
        """What it saves of the cost on demand, 0 to 1."""
        return 1.0 - self.usd / self.on_demand_usd if self.on_demand_usd else 0.0


def best(seconds_at: Sequence[float], usd_per_hour: float, ratio: float) -> Commitment:
    """Return the cheapest commitment for a fleet that had exactly k replicas for *seconds_at*[k] seconds.

    *usd_per_hour* is a replica's price on demand; a committed one costs *ratio* times that, 0 to 1.
    """
    whole = float(sum(seconds_at))
    floor, with_more = 0, whole - float(seconds_at[0] if seconds_at else 0.0)
    while floor + 1 < len(seconds_at) and with_more > ratio * whole:
        floor += 1
        with_more -= seconds_at[floor]
    without = cost_usd(seconds_at, 0, usd_per_hour, ratio)
    return Commitment(floor, cost_usd(seconds_at, floor, usd_per_hour, ratio), without)


def cost_usd(seconds_at: Sequence[float], floor: int, usd_per_hour: float, ratio: float) -> float:
    """Return the cost of committing to *floor* replicas and paying those above it on demand; fields as in `best`."""
    committed = floor * ratio * sum(seconds_at)
    burst = sum((count - floor) * seconds for count, seconds in enumerate(seconds_at) if count > floor)
    return (committed + burst) * usd_per_hour / SECONDS_PER_HOUR
