"""The compiled half of step scaling."""

import math

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.series import NONE, measure, take
from modelhost.planner.autoscalers.step_scaling import (
    MEMORY,
    PARAMETERS,
    SHARED_MEMORY,
    SHARED_PARAMETERS,
    Memory,
    Parameter,
    Way,
)
from modelhost.planner.autoscalers.target_tracking import NEVER
from modelhost.planner.compiled import leaf

OUT_AT, IN_AT, BASE = 0, 1, 2
"""Places in the memory that the policies share."""
CHANGE, PERCENT = int(Way.CHANGE), int(Way.PERCENT)
ACTION_SECONDS = 60.0
"""How often an alarm that stays on acts again; documented for alarm actions of Auto Scaling."""
NO_CHANGE = -1
"""The policy asks for nothing."""


@leaf
def breaches(parameters: Floats, given: int, state: Floats, kept: int, value: float) -> bool:
    """Return whether the alarm is on after the datapoint *value*; a missing one neither adds nor ends."""
    if math.isnan(value):
        state[kept + Memory.MISSING_RUN] += 1
        if state[kept + Memory.MISSING_RUN] >= parameters[given + Parameter.PERIODS]:
            state[kept + Memory.RUN] = 0
        return False
    state[kept + Memory.MISSING_RUN] = 0
    past = value - parameters[given + Parameter.THRESHOLD]
    beyond = past > 0 if parameters[given + Parameter.RISING] > 0 else past < 0
    state[kept + Memory.RUN] = state[kept + Memory.RUN] + 1 if beyond else 0
    return bool(state[kept + Memory.RUN] >= parameters[given + Parameter.PERIODS])


@leaf
def stepped(parameters: Floats, given: int, value: float, count: int) -> int:
    """Return the count that the step for *value* makes of *count*."""
    past = abs(value - parameters[given + Parameter.THRESHOLD])
    amount = 0.0
    for place in range(int(parameters[given + Parameter.COUNT])):
        if past >= parameters[given + Parameter.FIRST_STEP + 2 * place]:
            amount = parameters[given + Parameter.FIRST_STEP + 2 * place + 1]
    if parameters[given + Parameter.WAY] == CHANGE:
        return max(0, count + int(amount))
    if parameters[given + Parameter.WAY] == PERCENT:
        change = count * amount / 100
        if 0 < abs(change) < 1:
            change = math.copysign(1.0, change)
        return max(0, count + int(change))
    return max(0, int(amount))


@leaf
def wanted_by(
    parameters: Floats, given: int, state: Floats, kept: int, shared: int, sample: Floats, value: float
) -> int:
    """Return the count that a policy whose alarm is on asks for, -1 for none."""
    now, wanted = sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
    raised = state[kept + Memory.RUN] == parameters[given + Parameter.PERIODS]
    if not raised and now < state[kept + Memory.ACTED_AT] + ACTION_SECONDS:
        return NO_CHANGE
    state[kept + Memory.ACTED_AT] = now
    cooldown = parameters[given + Parameter.COOLDOWN]
    cooling = now < state[shared + OUT_AT] + cooldown
    goal = stepped(parameters, given, value, int(state[shared + BASE]) if cooling else wanted)
    if goal > wanted:
        if not cooling:
            state[shared + OUT_AT], state[shared + BASE] = now, wanted
        state[shared + IN_AT] = NEVER
        return goal
    if cooling or now < state[shared + IN_AT] + cooldown or goal == wanted:
        return NO_CHANGE
    state[shared + IN_AT] = now
    return goal


@leaf
def step(parameters: Floats, given: int, state: Floats, kept: int, shared: int, sample: Floats) -> int:
    """Return the count that one policy asks for after the ten seconds of *sample*, -1 for none.

    Its numbers stand at *given*, its memory at *kept*, what it shares with other policies at *shared*.
    """
    measure(parameters, given, state, kept, sample)
    now, goal = sample[Sample.NOW_SECONDS], NO_CHANGE
    place = take(parameters, given, state, kept, now)
    while place != NONE:
        value = state[place]
        if breaches(parameters, given, state, kept, value):
            goal = wanted_by(parameters, given, state, kept, shared, sample, value)
        place = take(parameters, given, state, kept, now)
    return goal


@leaf
def stepping(parameters: Floats, state: Floats, sample: Floats) -> int:
    """Return how many replicas step scaling wants: the largest count that a policy asks for."""
    best = NO_CHANGE
    for policy in range(int(parameters[0])):
        given, kept = SHARED_PARAMETERS + policy * PARAMETERS, SHARED_MEMORY + policy * MEMORY
        best = max(best, step(parameters, given, state, kept, 0, sample))
    return int(sample[Sample.WANTED]) if best == NO_CHANGE else best
