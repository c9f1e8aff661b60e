"""The compiled half of the HPA: from ten seconds of a fleet to a number of pods, every 15 seconds."""

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.hpa import TICKS, Memory, Parameter
from modelhost.planner.autoscalers.hpa_behavior import RECOMMENDATIONS, classic, noted, paced, remember, stabilised
from modelhost.planner.autoscalers.hpa_calculator import NO_ANSWER, per_pod
from modelhost.planner.clock import TICK_SECONDS
from modelhost.planner.compiled import leaf

FIRST, BASE = int(Memory.FIRST_TICK), int(Memory.HISTORY)
UP, DOWN = int(Parameter.UP), int(Parameter.DOWN)
MILLI = 1_000
"""The controller counts in thousandths; a busy share of 1 is a pod's whole request."""


@leaf
def observe(parameters: Floats, state: Floats, sample: Floats) -> None:
    """Remember the load of the ten seconds that end now, over all pods."""
    load = sample[Sample.CONCURRENCY]
    if parameters[Parameter.LOAD] > 0:
        load = sample[Sample.BUSY] * sample[Sample.SERVING]
    state[FIRST + int(state[Memory.SEEN]) % TICKS] = load
    state[Memory.SEEN] += 1


@leaf
def recent(parameters: Floats, state: Floats) -> float:
    """Return the mean load over the window that ended a lag ago."""
    ticks = int(state[Memory.SEEN])
    last = max(1, ticks - int(parameters[Parameter.LAG_SECONDS]) // TICK_SECONDS)
    first = max(0, last - max(1, int(parameters[Parameter.WINDOW_SECONDS]) // TICK_SECONDS))
    total = 0.0
    for tick in range(first, last):
        total += state[FIRST + tick % TICKS]
    return total / (last - first)


@leaf
def propose(parameters: Floats, state: Floats, sample: Floats) -> int:
    """Return what the calculator proposes for the pods of *sample*; starting ones are not ready yet."""
    serving, starting = int(sample[Sample.SERVING]), int(sample[Sample.STARTING])
    total = int(recent(parameters, state) * MILLI)
    request = MILLI if parameters[Parameter.LOAD] > 0 else 0
    down, up = parameters[Parameter.DOWN_TOLERANCE], parameters[Parameter.UP_TOLERANCE]
    target, current = int(parameters[Parameter.TARGET]), int(sample[Sample.WANTED])
    return per_pod(total, serving, starting, 0, current, target, request, down, up)


@leaf
def normalise(parameters: Floats, state: Floats, now: float, current: int, wanted: int, low: int, high: int) -> int:
    """Return what `behavior`, or its absence, makes of *wanted*; remembers it."""
    if parameters[Parameter.CLASSIC] > 0:
        window = parameters[Parameter.CLASSIC_WINDOW]
        return classic(state, BASE, now, current, wanted, low, high, window)
    calm = stabilised(parameters, UP, DOWN, state, BASE, now, current, wanted)
    decided = paced(parameters, UP, DOWN, state, BASE, now, current, calm, low, high)
    noted(parameters, UP, DOWN, state, BASE, now, current, decided)
    return decided


@leaf
def autoscale(parameters: Floats, state: Floats, sample: Floats, low: int, high: int) -> int:
    """Return how many pods the HPA wants after the ten seconds of *sample*."""
    observe(parameters, state, sample)
    now, current = sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
    if now < state[Memory.NEXT_SYNC] or current == 0:
        return current
    state[Memory.NEXT_SYNC] += parameters[Parameter.SYNC_SECONDS]
    if state[Memory.BEGUN] == 0:
        state[Memory.BEGUN] = 1
        remember(state, BASE, RECOMMENDATIONS, now, current, 1e18)
    if current < low or current > high:
        return min(max(current, low), high)
    proposed = propose(parameters, state, sample)
    if proposed == NO_ANSWER:
        return current
    return normalise(parameters, state, now, current, proposed, low, high)
