"""The compiled half of target tracking: a datapoint per period, two alarms, one action at a time."""

import math

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import NEVER, PENDING, Memory, Parameter
from modelhost.planner.compiled import leaf

INVOCATIONS = int(Metric.INVOCATIONS)
FIRST = int(Memory.FIRST_PENDING)


@leaf
def measure(parameters: Floats, state: Floats, sample: Floats) -> None:
    """Add the ten seconds of *sample* to the datapoint under way; nan where no replica serves."""
    serving = sample[Sample.SERVING]
    if serving > 0:
        per_minute = parameters[Parameter.METRIC] == INVOCATIONS
        state[Memory.SUM] += sample[Sample.ARRIVALS if per_minute else Sample.CONCURRENCY] / serving
        state[Memory.SERVING] += serving
        state[Memory.SAMPLES] += 1


@leaf
def publish(parameters: Floats, state: Floats) -> None:
    """End a period: put its datapoint on the way to the alarms, nan where it is missing."""
    value, samples = state[Memory.SUM], state[Memory.SAMPLES]
    place = FIRST + int(state[Memory.MADE]) % PENDING
    if parameters[Parameter.METRIC] != INVOCATIONS and samples > 0:
        value /= samples
    if samples == 0 or (value == 0 and parameters[Parameter.ZERO_REPORTED] == 0):
        value = math.nan
    state[place], state[place + PENDING] = value, state[Memory.SERVING] / max(samples, 1.0)
    state[Memory.MADE] += 1
    state[Memory.SUM] = state[Memory.SERVING] = state[Memory.SAMPLES] = 0.0


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
    measure(parameters, state, sample)
    now, period = sample[Sample.NOW_SECONDS], parameters[Parameter.PERIOD_SECONDS]
    if now >= (state[Memory.MADE] + 1) * period:
        publish(parameters, state)
    wanted = int(sample[Sample.WANTED])
    seen = now - parameters[Parameter.LAG_SECONDS]
    while state[Memory.READ] < state[Memory.MADE] and seen >= (state[Memory.READ] + 1) * period:
        place = FIRST + int(state[Memory.READ]) % PENDING
        state[Memory.READ] += 1
        watch(parameters, state, state[place])
        wanted = act(parameters, state, sample, state[place], state[place + PENDING])
    return wanted
