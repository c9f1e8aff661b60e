"""What every autoscaler is to the simulator: numbers that a compiled function decides with."""

from enum import IntEnum
from typing import Protocol

from modelhost.planner.array import Floats


class Kind(IntEnum):
    """Which function decides; a new autoscaler is a file beside this one, a line here and one in `decide`."""

    FIXED = 0
    TARGET_TRACKING = 1
    STEP_SCALING = 2
    HPA = 3
    KEDA_CRON = 4
    SCALE_TO_ZERO = 5
    SEVERAL = 6


class Sample(IntEnum):
    """Places in the (9,) vector of what is known about the ten seconds that end now."""

    NOW_SECONDS = 0
    """Time since the start of the simulation."""
    ARRIVALS = 1
    """Requests that arrived at the fleet."""
    CONCURRENCY = 2
    """Requests waiting or being computed in the whole fleet, mean over the ten seconds."""
    CONCURRENCY_PEAK = 3
    """The same, maximum."""
    SERVING = 4
    """Replicas in service."""
    STARTING = 5
    """Replicas that were launched and do not serve yet."""
    WANTED = 6
    """Replicas that the fleet is to have, as decided last."""
    BUSY = 7
    """Share of the slots in service that computed, mean over the ten seconds, 0 to 1."""
    REFUSED = 8
    """Requests rejected, or turned away because no replica served."""


SAMPLES = len(Sample)


class Autoscaler(Protocol):
    """One way of deciding; implementations are frozen dataclasses."""

    @property
    def kind(self) -> Kind:
        """Which function decides."""
        ...

    @property
    def label(self) -> str:
        """What it does, in a few words."""
        ...

    def parameters(self) -> Floats:
        """Return the numbers that the function reads."""
        ...

    def state(self) -> Floats:
        """Return the memory that the function starts with; it writes into it."""
        ...
