"""Several policies on one fleet, as Application Auto Scaling lets them act together.

Source: Application Auto Scaling user guide, "Target tracking scaling policies": with several of them it scales out if
any is ready to, and in only if all that may scale in are; where policies differ the largest count is taken; a step
policy that scales in is not held back by a tracking that is not ready. Assumed: each has cooldowns of its own.
"""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Kind
from modelhost.planner.autoscalers.series import GIVEN, KEPT
from modelhost.planner.autoscalers.step_scaling import SHARED_PARAMETERS, StepPolicy, StepScaling
from modelhost.planner.autoscalers.target_tracking import Memory, Parameter, TargetTracking

COUNTS = 2
"""Numbers before all others: how many trackings, how many step policies."""
TRACKING_PARAMETERS, TRACKING_MEMORY = GIVEN + len(Parameter), KEPT + len(Memory)
"""Numbers of each tracking, and its memory; behind it stands when it scaled in last, should it be held back."""


@dataclass(frozen=True)
class Several:
    """Trackings and step policies that follow the same fleet."""

    trackings: tuple[TargetTracking, ...]
    """Loads per replica to hold."""
    policies: tuple[StepPolicy, ...] = ()
    """Alarms with steps."""

    @property
    def kind(self) -> Kind:
        """Which function decides."""
        return Kind.SEVERAL

    @property
    def label(self) -> str:
        """What it does."""
        told = [each.label for each in self.trackings]
        return " and ".join([*told, StepScaling(self.policies).label] if self.policies else told)

    def parameters(self) -> Floats:
        """Return how many of each there are, the numbers of the trackings, then those of the step policies."""
        counts = np.array([len(self.trackings), len(self.policies)], dtype=np.float64)
        steps = StepScaling(self.policies).parameters()[SHARED_PARAMETERS:]
        return np.concatenate([counts, *(each.parameters() for each in self.trackings), steps])

    def state(self) -> Floats:
        """Return the memory of the trackings, each with a place for its last scale-in, then that of the steps."""
        tracked = [part for each in self.trackings for part in (each.state(), np.zeros(1))]
        return np.concatenate([*tracked, StepScaling(self.policies).state()])
