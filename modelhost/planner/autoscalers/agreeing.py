"""The compiled half of several policies on one fleet."""

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.several import COUNTS, TRACKING_MEMORY, TRACKING_PARAMETERS
from modelhost.planner.autoscalers.step_alarm import NO_CHANGE, step
from modelhost.planner.autoscalers.step_scaling import MEMORY, PARAMETERS, SHARED_MEMORY
from modelhost.planner.autoscalers.target_tracking import Memory, Parameter
from modelhost.planner.autoscalers.tracking_alarm import tracked
from modelhost.planner.compiled import leaf

HELD = TRACKING_MEMORY
"""Behind the memory of a tracking: when it scaled in last before this moment."""


@leaf
def ready(parameters: Floats, given: int, state: Floats, kept: int, now: float) -> bool:
    """Return whether a tracking lets the fleet shrink: its alarm is on and no scale-in of its own was just before."""
    cooled = now >= state[kept + HELD] + parameters[given + Parameter.IN_COOLDOWN]
    return bool(cooled and state[kept + Memory.LOW_RUN] >= parameters[given + Parameter.POINTS_IN])


@leaf
def smaller(parameters: Floats, state: Floats, now: float) -> int:
    """Return the count that all trackings which may scale in agree on, -1 where one of them is not ready."""
    goal = NO_CHANGE
    for place in range(int(parameters[0])):
        given, kept = COUNTS + place * TRACKING_PARAMETERS, place * (TRACKING_MEMORY + 1)
        if parameters[given + Parameter.SCALE_IN] > 0:
            if not ready(parameters, given, state, kept, now):
                return NO_CHANGE
            goal = max(goal, int(state[kept + Memory.NEEDED]))
    return goal


@leaf
def follow(parameters: Floats, state: Floats, sample: Floats) -> int:
    """Return the count that the trackings ask for together, -1 where they ask for none."""
    wanted, now = int(sample[Sample.WANTED]), sample[Sample.NOW_SECONDS]
    most, shrinks = NO_CHANGE, False
    for place in range(int(parameters[0])):
        given, kept = COUNTS + place * TRACKING_PARAMETERS, place * (TRACKING_MEMORY + 1)
        state[kept + HELD] = state[kept + Memory.IN_AT]
        goal = tracked(parameters, given, state, kept, sample)
        shrinks = shrinks or goal < wanted
        most = max(most, goal if goal > wanted else NO_CHANGE)
    if shrinks and most == NO_CHANGE:
        fewer = smaller(parameters, state, now)
        most = fewer if fewer < wanted else NO_CHANGE
    if not 0 <= most < wanted:
        undo(parameters, state, now)
    return most


@leaf
def undo(parameters: Floats, state: Floats, now: float) -> None:
    """Forget the scale-ins of this moment, which were held back."""
    for place in range(int(parameters[0])):
        kept = place * (TRACKING_MEMORY + 1)
        if state[kept + Memory.IN_AT] == now:
            state[kept + Memory.IN_AT] = state[kept + HELD]


@leaf
def agree(parameters: Floats, state: Floats, sample: Floats) -> int:
    """Return how many replicas several policies want: the largest count that one asks for, if any asks."""
    trackings = int(parameters[0])
    best = follow(parameters, state, sample)
    shared = trackings * (TRACKING_MEMORY + 1)
    for policy in range(int(parameters[1])):
        given = COUNTS + trackings * TRACKING_PARAMETERS + policy * PARAMETERS
        kept = shared + SHARED_MEMORY + policy * MEMORY
        best = max(best, step(parameters, given, state, kept, shared, sample))
    return int(sample[Sample.WANTED]) if best == NO_CHANGE else best
