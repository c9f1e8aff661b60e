"""The compiled half of KEDA's cron scaler: its own way from and to zero, an HPA in between."""

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.hpa_behavior import RECOMMENDATIONS, classic, remember
from modelhost.planner.autoscalers.hpa_calculator import external_per_pod
from modelhost.planner.autoscalers.keda_cron import Memory, Parameter
from modelhost.planner.clock import WEEK_SECONDS
from modelhost.planner.compiled import leaf

BASE = int(Memory.HISTORY)
MILLI = 1_000


@leaf
def scheduled(parameters: Floats, now: float) -> int:
    """Return the pods of the windows at *now*, 0 outside of all."""
    time = (now + parameters[Parameter.WEEK_OFFSET]) % WEEK_SECONDS
    best = 0
    for place in range(int(parameters[Parameter.COUNT])):
        first = Parameter.FIRST + 3 * place
        start, end = parameters[first], parameters[first + 1]
        inside = start <= time < end if start <= end else time >= start or time < end
        if inside:
            best = max(best, int(parameters[first + 2]))
    return best


@leaf
def from_zero(parameters: Floats, state: Floats, now: float, desired: int, low: int) -> int:
    """Return the pods when there are none: KEDA looks at its own interval whether a window is open."""
    if now < state[Memory.NEXT_POLL]:
        return 0
    state[Memory.NEXT_POLL] = now + parameters[Parameter.POLL_SECONDS]
    return max(low, 1) if desired > 0 else low


@leaf
def hold(parameters: Floats, state: Floats, sample: Floats, low: int, high: int) -> int:
    """Return how many pods KEDA and its HPA want after the ten seconds of *sample*."""
    now, current = sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
    desired = scheduled(parameters, now)
    if desired > 0:
        state[Memory.ACTIVE_AT] = now
    if current == 0:
        return from_zero(parameters, state, now, desired, low)
    if desired == 0 and low == 0 and now >= state[Memory.ACTIVE_AT] + parameters[Parameter.COOLDOWN]:
        return 0
    if now < state[Memory.NEXT_SYNC]:
        return current
    state[Memory.NEXT_SYNC] += parameters[Parameter.SYNC_SECONDS]
    if state[Memory.BEGUN] == 0:
        state[Memory.BEGUN] = 1
        remember(state, BASE, RECOMMENDATIONS, now, current, 1e18)
    tolerance = parameters[Parameter.TOLERANCE]
    proposed = external_per_pod(max(desired, 1) * MILLI, current, MILLI, tolerance, tolerance)
    window = parameters[Parameter.STABILISATION]
    return classic(state, BASE, now, current, proposed, max(low, 1), high, window)
