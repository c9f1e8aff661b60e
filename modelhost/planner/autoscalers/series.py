"""A metric on its way to an alarm: ten-second samples become datapoints, which are seen after a lag."""

import math
from enum import IntEnum

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.compiled import leaf

PENDING = 64
"""Datapoints that may be on their way at once."""
INVOCATIONS, CONCURRENCY, NO_CAPACITY, UTILIZATION, CONCURRENCY_PEAK = (int(each) for each in Metric)
NONE = -1
"""No datapoint is due."""


class Given(IntEnum):
    """Places of a series among the numbers of an autoscaler."""

    METRIC = 0
    PERIOD_SECONDS = 1
    LAG_SECONDS = 2
    ZERO_REPORTED = 3


class Kept(IntEnum):
    """Places of a series in the memory; behind stand the datapoints on their way, then who served."""

    SUM = 0
    SAMPLES = 1
    SERVING = 2
    MADE = 3
    READ = 4
    FIRST = 5


GIVEN, KEPT, FIRST = len(Given), Kept.FIRST + 2 * PENDING, int(Kept.FIRST)
"""Numbers that a series needs, numbers that it keeps, and where its datapoints begin."""


@leaf
def measure(parameters: Floats, given: int, state: Floats, kept: int, sample: Floats) -> None:
    """Add the ten seconds of *sample* to the datapoint under way of the series at *given* and *kept*."""
    metric, serving = parameters[given + Given.METRIC], sample[Sample.SERVING]
    if metric == NO_CAPACITY:
        state[kept + Kept.SUM] += sample[Sample.REFUSED] if serving == 0 else 0.0
        state[kept + Kept.SAMPLES] += 1
    elif serving > 0:
        if metric == CONCURRENCY_PEAK:
            state[kept + Kept.SUM] = max(state[kept + Kept.SUM], sample[Sample.CONCURRENCY_PEAK] / serving)
        elif metric == UTILIZATION:
            state[kept + Kept.SUM] += sample[Sample.BUSY]
        else:
            load = sample[Sample.ARRIVALS] if metric == INVOCATIONS else sample[Sample.CONCURRENCY]
            state[kept + Kept.SUM] += load / serving
        state[kept + Kept.SAMPLES] += 1
        state[kept + Kept.SERVING] += serving
    if sample[Sample.NOW_SECONDS] >= (state[kept + Kept.MADE] + 1) * parameters[given + Given.PERIOD_SECONDS]:
        publish(parameters, given, state, kept)


@leaf
def publish(parameters: Floats, given: int, state: Floats, kept: int) -> None:
    """End a period: put its datapoint on the way, nan where it is missing."""
    value, samples = state[kept + Kept.SUM], state[kept + Kept.SAMPLES]
    place = kept + FIRST + int(state[kept + Kept.MADE]) % PENDING
    metric = parameters[given + Given.METRIC]
    if metric in (CONCURRENCY, UTILIZATION) and samples > 0:
        value /= samples
    if samples == 0 or (value == 0 and parameters[given + Given.ZERO_REPORTED] == 0):
        value = math.nan
    state[place], state[place + PENDING] = value, state[kept + Kept.SERVING] / max(samples, 1.0)
    state[kept + Kept.MADE] += 1
    state[kept + Kept.SUM] = state[kept + Kept.SAMPLES] = state[kept + Kept.SERVING] = 0.0


@leaf
def take(parameters: Floats, given: int, state: Floats, kept: int, now: float) -> int:
    """Return where the next datapoint that is seen by *now* stands, -1 when none is; who served stands PENDING on."""
    read = state[kept + Kept.READ]
    seen = now - parameters[given + Given.LAG_SECONDS]
    if read >= state[kept + Kept.MADE] or seen < (read + 1) * parameters[given + Given.PERIOD_SECONDS]:
        return NONE
    state[kept + Kept.READ] = read + 1
    return kept + FIRST + int(read) % PENDING
