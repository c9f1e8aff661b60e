"""The compiled half of target tracking: a datapoint per period, two alarms, one action at a time."""

import math

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.series import NONE, PENDING, measure, take
from modelhost.planner.autoscalers.target_tracking import NEVER, Memory, Parameter
from modelhost.planner.compiled import leaf


@leaf
def watch(parameters: Floats, state: Floats, value: float) -> None:
    """Let both alarms see a datapoint: count how many in a row breach; a missing one neither adds nor ends."""
    if math.isnan(value):
        state[Memory.MISSING_RUN] += 1
        if state[Memory.MISSING_RUN] >= parameters[Parameter.POINTS_OUT]:
            state[Memory.HIGH_RUN] = 0
        if state[Memory.MISSING_RUN] >= parameters[Parameter.POINTS_IN]:
            state[Memory.LOW_RUN] = 0
        return
    target = parameters[Parameter.TARGET]
    state[Memory.MISSING_RUN] = 0
    state[Memory.HIGH_RUN] = state[Memory.HIGH_RUN] + 1 if value > target else 0
    state[Memory.LOW_RUN] = state[Memory.LOW_RUN] + 1 if value < target * parameters[Parameter.IN_FRACTION] else 0


@leaf
def grow(parameters: Floats, state: Floats, sample: Floats, value: float, capacity: float) -> int:
    """Return the count after a scale-out: what the load needs, in a cooldown too, as only the excess is added."""
    wanted = int(sample[Sample.WANTED])
    if parameters[Parameter.WAITS_FOR_STARTING] > 0 and sample[Sample.STARTING] > 0:
        return wanted
    now = sample[Sample.NOW_SECONDS]
    cooling = now < state[Memory.OUT_AT] + parameters[Parameter.OUT_COOLDOWN]
    if parameters[Parameter.COUNTS_STARTING] > 0 and not cooling:
        capacity = max(capacity, float(wanted))
    needed: int = math.ceil(capacity * value / parameters[Parameter.TARGET] - 1e-9)
    if needed <= wanted:
        return wanted
    if not cooling:
        state[Memory.OUT_AT] = now
    state[Memory.IN_AT] = NEVER
    return needed


@leaf
def shrink(parameters: Floats, state: Floats, sample: Floats, value: float, capacity: float) -> int:
    """Return the count after a scale-in: what the load needs, unless one has just happened."""
    wanted, now = int(sample[Sample.WANTED]), sample[Sample.NOW_SECONDS]
    if parameters[Parameter.SCALE_IN] == 0 or now < state[Memory.IN_AT] + parameters[Parameter.IN_COOLDOWN]:
        return wanted
    needed: int = math.ceil(capacity * value / parameters[Parameter.TARGET] - 1e-9)
    if parameters[Parameter.LARGEST_STEP_IN] > 0:
        needed = max(needed, wanted - int(parameters[Parameter.LARGEST_STEP_IN]))
    if needed >= wanted:
        return wanted
    state[Memory.IN_AT] = now
    return needed


@leaf
def act(parameters: Floats, state: Floats, sample: Floats, value: float, capacity: float) -> int:
    """Return the count after an alarm's action: when it is raised, and once a minute while it stays."""
    high, low = state[Memory.HIGH_RUN], state[Memory.LOW_RUN]
    points_out, points_in = parameters[Parameter.POINTS_OUT], parameters[Parameter.POINTS_IN]
    now, wanted = sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
    if math.isnan(value) or (high < points_out and low < points_in):
        return wanted
    raised = high == points_out or low == points_in
    if not raised and now < state[Memory.ACTED_AT] + parameters[Parameter.ACTION_SECONDS]:
        return wanted
    state[Memory.ACTED_AT] = now
    if high >= points_out:
        return grow(parameters, state, sample, value, capacity)
    return shrink(parameters, state, sample, value, capacity)


@leaf
def track(parameters: Floats, state: Floats, sample: Floats) -> int:
    """Return how many replicas target tracking wants after the ten seconds of *sample*."""
    measure(parameters, 0, state, 0, sample)
    now, wanted = sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
    place = take(parameters, 0, state, 0, now)
    while place != NONE:
        watch(parameters, state, state[place])
        wanted = act(parameters, state, sample, state[place], state[place + PENDING])
        place = take(parameters, 0, state, 0, now)
    return wanted
