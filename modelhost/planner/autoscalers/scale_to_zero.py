"""Copies that go to zero when nobody asks, and a step that wakes the first.

Sources: SageMaker developer guide, "Scale an endpoint to zero instances"; one published measurement (Qwen3-0.6B on
ml.g5.xlarge, 2026): 11 minutes idle until no copy, 12 more until no instance, 67 s from the first failure to the alarm,
first answer after 9 min 24 s.
"""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Kind
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.step_scaling import SHARED_PARAMETERS, Step, StepPolicy, StepScaling
from modelhost.planner.autoscalers.target_tracking import TargetTracking


@dataclass(frozen=True)
class ScaleToZero:
    """Target tracking on requests at once down to no copy, and a step from none to one."""

    target: float
    """Requests at once that a copy should bear."""
    scale_out_cooldown_seconds: float = 300.0
    """Time after a scale-out in which only the excess is added."""
    scale_in_cooldown_seconds: float = 300.0
    """Time after a scale-in in which no other follows."""
    idle_seconds: float = 900.0
    """Assumed: time without requests until the last copy goes; AWS's alarm has 90 x 10 s, 11 minutes were measured."""
    wake_period_seconds: float = 60.0
    """Period of the alarm on `NoCapacityInvocationFailures`: 30 or 60 s."""
    wake_failures: float = 1.0
    """Failures in a period that wake; AWS's own sample needs two."""
    wake_cooldown_seconds: float = 60.0
    """Time after a wake-up in which no other follows."""
    wake_lag_seconds: float = 10.0
    """Assumed: time from the end of a period until its failures count; 67 s were measured in all."""

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing."""
        self.tracking()
        if self.wake_period_seconds <= 0:
            raise ValueError(f"wake_period_seconds: {self.wake_period_seconds:g} is not above 0; write 30 or 60")

    @property
    def kind(self) -> Kind:
        """Which function decides."""
        return Kind.SCALE_TO_ZERO

    @property
    def label(self) -> str:
        """What it does."""
        return f"tracks {self.target:g} requests at once, and wakes from zero"

    def tracking(self) -> TargetTracking:
        """Return what holds while a copy serves."""
        out, back = self.scale_out_cooldown_seconds, self.scale_in_cooldown_seconds
        return TargetTracking(Metric.CONCURRENCY, self.target, out, back, seconds_in=self.idle_seconds)

    def waking(self) -> StepScaling:
        """Return what holds while none does."""
        policy = StepPolicy(
            metric=Metric.NO_CAPACITY,
            threshold=self.wake_failures - 0.5,
            steps=(Step(0.0, 1),),
            periods=1,
            period_seconds=self.wake_period_seconds,
            cooldown_seconds=self.wake_cooldown_seconds,
            lag_seconds=self.wake_lag_seconds,
        )
        return StepScaling((policy,))

    def parameters(self) -> Floats:
        """Return the numbers of the tracking, then those of the wake-up."""
        return np.concatenate([self.tracking().parameters(), self.waking().parameters()[SHARED_PARAMETERS:]])

    def state(self) -> Floats:
        """Return the memory of the tracking, then that of the wake-up."""
        return np.concatenate([self.tracking().state(), self.waking().state()])
