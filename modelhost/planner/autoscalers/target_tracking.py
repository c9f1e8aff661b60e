"""Target tracking as AWS times it: two alarms on one metric, cooldowns that let the excess through.

Sources: Application Auto Scaling user guide, "Target tracking scaling policies" and "Cooldown periods"; CloudWatch
user guide, "Using CloudWatch alarms"; SageMaker developer guide, "Automatic scaling". What they leave open is a field
marked *assumed*; `assumptions` lists those.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Kind
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.series import GIVEN, KEPT, PENDING
from modelhost.planner.clock import TICK_SECONDS


class Parameter(IntEnum):
    """Places in the vector of numbers that the compiled function reads, behind those of its series."""

    TARGET = GIVEN
    POINTS_OUT = GIVEN + 1
    POINTS_IN = GIVEN + 2
    IN_FRACTION = GIVEN + 3
    OUT_COOLDOWN = GIVEN + 4
    IN_COOLDOWN = GIVEN + 5
    SCALE_IN = GIVEN + 6
    COUNTS_STARTING = GIVEN + 7
    WAITS_FOR_STARTING = GIVEN + 8
    LARGEST_STEP_IN = GIVEN + 9
    ACTION_SECONDS = GIVEN + 10


class Memory(IntEnum):
    """Places in the vector that the compiled function writes, behind those of its series."""

    HIGH_RUN = KEPT
    LOW_RUN = KEPT + 1
    MISSING_RUN = KEPT + 2
    OUT_AT = KEPT + 3
    IN_AT = KEPT + 4
    ACTED_AT = KEPT + 5
    NEEDED = KEPT + 6
    """What the load of the last datapoint needs."""


NEVER = -1e18
"""A time before all others, in seconds."""


@dataclass(frozen=True)
class TargetTracking:
    """Keeps a metric per replica at a target."""

    metric: Metric
    """What is measured per replica in service."""
    target: float
    """Its wanted value: invocations per minute, or requests at once."""
    scale_out_cooldown_seconds: float = 300.0
    """Time after a scale-out in which only what exceeds it is added; 300 s is SageMaker's default."""
    scale_in_cooldown_seconds: float = 300.0
    """Time after a scale-in in which no other follows; 300 s is SageMaker's default."""
    scale_in: bool = True
    """Whether it takes replicas away at all (`DisableScaleIn`)."""
    points_out: int = 3
    """Datapoints in a row above the target that raise the alarm; observed on alarms that AWS makes."""
    seconds_in: float = 900.0
    """Time in a row below `in_fraction` of the target that raises the other alarm: 15 x 60 s or 90 x 10 s."""
    in_fraction: float = 0.9
    """Share of the target below which the fleet may shrink; observed on alarms that AWS makes."""
    lag_seconds: float | None = None
    """Assumed: time from the end of a period until its datapoint counts; none for the metric's own."""
    zero_reported: bool = True
    """Assumed: a period without requests reports 0; else it is missing, and missing data causes no action."""
    capacity_counts_starting: bool = False
    """Assumed: after a cooldown the count that is multiplied by metric over target has those that still start.

    Without, it is the count that served while the datapoint was measured, so that the result is what the load needs.
    """
    waits_for_starting: bool = False
    """Assumed: no further scale-out while replicas start, as for an endpoint that refuses while it is Updating."""
    largest_step_in: int = 0
    """Assumed: most replicas that one scale-in takes away; 0 for no limit."""
    action_seconds: float = 60.0
    """How often an alarm that stays on acts again; documented for alarm actions of Auto Scaling."""

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing."""
        if not self.target > 0:
            raise ValueError(f"target: {self.target} is not above 0; write the load that one replica should bear")
        if self.lag > self.metric.period_seconds * (PENDING - 2):
            raise ValueError(f"lag_seconds: {self.lag:g} is too long; write at most {(PENDING - 2)} periods")

    @property
    def kind(self) -> Kind:
        """Which function decides."""
        return Kind.TARGET_TRACKING

    @property
    def label(self) -> str:
        """What it does."""
        return f"tracks {self.target:g} {self.metric.unit}"

    @property
    def lag(self) -> float:
        """Time from the end of a period until its datapoint counts, in seconds."""
        return self.metric.lag_seconds if self.lag_seconds is None else self.lag_seconds

    def parameters(self) -> Floats:
        """Return the numbers in the order of `Parameter`."""
        period = self.metric.period_seconds
        return np.array(
            [
                self.metric,
                period,
                self.lag,
                self.zero_reported,
                self.target,
                self.points_out,
                max(1, round(self.seconds_in / period)),
                self.in_fraction,
                self.scale_out_cooldown_seconds,
                self.scale_in_cooldown_seconds,
                self.scale_in,
                self.capacity_counts_starting,
                self.waits_for_starting,
                self.largest_step_in,
                max(self.action_seconds, TICK_SECONDS),
            ],
            dtype=np.float64,
        )

    def state(self) -> Floats:
        """Return the memory before the first sample."""
        memory = np.zeros(KEPT + len(Memory))
        memory[[Memory.OUT_AT, Memory.IN_AT, Memory.ACTED_AT]] = NEVER
        return memory
