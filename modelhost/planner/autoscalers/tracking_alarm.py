"""The compiled half of target tracking: a datapoint per period, two alarms, one action at a time."""

import math

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.series import NONE, PENDING, measure, take
from modelhost.planner.autoscalers.target_tracking import NEVER, Memory, Parameter
from modelhost.planner.compiled import leaf


@leaf
def watch(parameters: Floats, given: int, state: Floats, kept: int, value: float) -> None:
    """Let both alarms see a datapoint: count how many in a row breach; a missing one neither adds nor ends."""
    if math.isnan(value):
        state[kept + Memory.MISSING_RUN] += 1
        if state[kept + Memory.MISSING_RUN] >= parameters[given + Parameter.POINTS_OUT]:
            state[kept + Memory.HIGH_RUN] = 0
        if state[kept + Memory.MISSING_RUN] >= parameters[given + Parameter.POINTS_IN]:
            state[kept + Memory.LOW_RUN] = 0
        return
    target = parameters[given + Parameter.TARGET]
    floor = target * parameters[given + Parameter.IN_FRACTION]
    state[kept + Memory.MISSING_RUN] = 0
    state[kept + Memory.HIGH_RUN] = state[kept + Memory.HIGH_RUN] + 1 if value > target else 0
    state[kept + Memory.LOW_RUN] = state[kept + Memory.LOW_RUN] + 1 if value < floor else 0


@leaf
def grow(
    parameters: Floats, given: int, state: Floats, kept: int, sample: Floats, value: float, capacity: float
) -> int:
    """Return the count after a scale-out: what the load needs, in a cooldown too, as only the excess is added."""
    wanted = int(sample[Sample.WANTED])
    if parameters[given + Parameter.WAITS_FOR_STARTING] > 0 and sample[Sample.STARTING] > 0:
        return wanted
    now = sample[Sample.NOW_SECONDS]
    cooling = now < state[kept + Memory.OUT_AT] + parameters[given + Parameter.OUT_COOLDOWN]
    if parameters[given + Parameter.COUNTS_STARTING] > 0 and not cooling:
        capacity = max(capacity, float(wanted))
    needed: int = math.ceil(capacity * value / parameters[given + Parameter.TARGET] - 1e-9)
    if needed <= wanted:
        return wanted
    if not cooling:
        state[kept + Memory.OUT_AT] = now
    state[kept + Memory.IN_AT] = NEVER
    return needed


@leaf
def shrink(
    parameters: Floats, given: int, state: Floats, kept: int, sample: Floats, value: float, capacity: float
) -> int:
    """Return the count after a scale-in: what the load needs, unless one has just happened."""
    wanted, now = int(sample[Sample.WANTED]), sample[Sample.NOW_SECONDS]
    cooled = now >= state[kept + Memory.IN_AT] + parameters[given + Parameter.IN_COOLDOWN]
    if parameters[given + Parameter.SCALE_IN] == 0 or not cooled:
        return wanted
    needed: int = math.ceil(capacity * value / parameters[given + Parameter.TARGET] - 1e-9)
    if parameters[given + Parameter.LARGEST_STEP_IN] > 0:
        needed = max(needed, wanted - int(parameters[given + Parameter.LARGEST_STEP_IN]))
    if needed >= wanted:
        return wanted
    state[kept + Memory.IN_AT] = now
    return needed


@leaf
def act(parameters: Floats, given: int, state: Floats, kept: int, sample: Floats, value: float, capacity: float) -> int:
    """Return the count after an alarm's action: when it is raised, and once a minute while it stays."""
    high, low = state[kept + Memory.HIGH_RUN], state[kept + Memory.LOW_RUN]
    points_out, points_in = parameters[given + Parameter.POINTS_OUT], parameters[given + Parameter.POINTS_IN]
    now, wanted = sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
    if math.isnan(value) or (high < points_out and low < points_in):
        return wanted
    raised = high == points_out or low == points_in
    if not raised and now < state[kept + Memory.ACTED_AT] + parameters[given + Parameter.ACTION_SECONDS]:
        return wanted
    state[kept + Memory.ACTED_AT] = now
    if high >= points_out:
        return grow(parameters, given, state, kept, sample, value, capacity)
    return shrink(parameters, given, state, kept, sample, value, capacity)


@leaf
def tracked(parameters: Floats, given: int, state: Floats, kept: int, sample: Floats) -> int:
    """Return how many replicas one tracking wants; its numbers stand at *given*, its memory at *kept*."""
    measure(parameters, given, state, kept, sample)
    now, wanted = sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
    place = take(parameters, given, state, kept, now)
    while place != NONE:
        value, capacity = state[place], state[place + PENDING]
        watch(parameters, given, state, kept, value)
        wanted = act(parameters, given, state, kept, sample, value, capacity)
        if not math.isnan(value):
            state[kept + Memory.NEEDED] = math.ceil(capacity * value / parameters[given + Parameter.TARGET] - 1e-9)
        place = take(parameters, given, state, kept, now)
    return wanted


@leaf
def track(parameters: Floats, state: Floats, sample: Floats) -> int:
    """Return how many replicas target tracking wants after the ten seconds of *sample*."""
    return tracked(parameters, 0, state, 0, sample)
