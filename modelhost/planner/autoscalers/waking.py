"""The compiled half of scale to zero: tracking while a copy serves, a step while none does."""

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.series import GIVEN, KEPT
from modelhost.planner.autoscalers.step_alarm import step
from modelhost.planner.autoscalers.step_scaling import SHARED_MEMORY
from modelhost.planner.autoscalers.target_tracking import Memory, Parameter
from modelhost.planner.autoscalers.tracking_alarm import track
from modelhost.planner.compiled import leaf

WAKE_GIVEN = GIVEN + len(Parameter)
"""Where the numbers of the wake-up begin."""
WAKE_SHARED = KEPT + len(Memory)
"""Where its memory begins."""


@leaf
def wake(parameters: Floats, state: Floats, sample: Floats) -> int:
    """Return how many copies are wanted after the ten seconds of *sample*: the larger of what both ask for."""
    tracked = track(parameters, state, sample)
    woken = step(parameters, WAKE_GIVEN, state, WAKE_SHARED + SHARED_MEMORY, WAKE_SHARED, sample)
    if sample[Sample.SERVING] > 0:
        return tracked
    return max(tracked, woken)
