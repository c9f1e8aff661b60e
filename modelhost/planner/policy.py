"""What is simulated: an autoscaler between bounds that the clock may move, and who gets the next request."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.autoscalers.autoscaler import Autoscaler


class Balancer(IntEnum):
    """Which replica gets the next request."""

    ROUND_ROBIN = 0
    LEAST_OUTSTANDING = 1
    RANDOM = 2
    POWER_OF_TWO = 3
    WEIGHTED_RANDOM = 4


@dataclass(frozen=True, eq=False)
class Bounds:
    """Fewest and most replicas over time."""

    from_ns: Counts
    """(changes,) since when, ascending, the first at 0."""
    low: Counts
    """(changes,) fewest replicas from then on."""
    high: Counts
    """(changes,) most replicas from then on."""

    @classmethod
    def constant(cls, low: int, high: int) -> "Bounds":
        """Return bounds that never change."""
        return cls(np.array([0]), np.array([low]), np.array([high]))


@dataclass(frozen=True)
class Startup:
    """Time from the launch of a replica to its first answer; drawn anew for each launch."""

    mean_seconds: float
    """Mean."""
    deviation_seconds: float = 0.0
    """Standard deviation of a normal distribution, cut at a quarter of the mean below."""


@dataclass(frozen=True, eq=False)
class Policy:
    """How the replicas of one machine type follow the load."""

    autoscaler: Autoscaler
    """What moves their number."""
    bounds: Bounds
    """Between which numbers."""
    initial: int = 1
    """Replicas in service at the start."""
    balancer: Balancer = Balancer.LEAST_OUTSTANDING
    """Who gets the next request."""
    ladder: int = 0
    """Replicas of a fleet whose size moves: then the autoscaler and the bounds tell the place of the size, from 1, and
    `simulate` gets the services of all sizes; 0 where the number moves."""
