"""How an HPA's `behavior` slows what the calculator proposes: stabilisation windows, then paces.

Source: Kubernetes documentation, "Horizontal Pod Autoscaling", configurable scaling behavior. What is remembered is
overwritten as the controller does it, which matters where one direction has longer periods than the other.
"""

import math

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.hpa_rules import SLOTS, History, Rule
from modelhost.planner.compiled import leaf

MIN, DISABLED = 1, 2
"""Places of the words in `Select`."""
RECOMMENDATIONS, UPS, DOWNS, FIRST_BLOCK = (int(place) for place in History)


@leaf
def remember(state: Floats, base: int, block: int, now: float, value: float, outdated: float) -> None:
    """Write *value* over the last entry of a *block* that is older than *outdated* seconds, else behind them all."""
    times = base + FIRST_BLOCK + block * 2 * SLOTS
    count, chosen = int(state[base + block]), -1
    for place in range(count):
        if state[times + place] < now - outdated:
            chosen = place
    if chosen < 0:
        chosen = min(count, SLOTS - 1)
        state[base + block] = chosen + 1
    state[times + chosen], state[times + SLOTS + chosen] = now, value


@leaf
def stabilised(
    parameters: Floats, up: int, down: int, state: Floats, base: int, now: float, current: int, wanted: int
) -> int:
    """Return the recommendation nearest to *current* that all recent ones allow, and remember *wanted*."""
    times = base + FIRST_BLOCK + RECOMMENDATIONS * 2 * SLOTS
    highest = lowest = wanted
    for place in range(int(state[base + RECOMMENDATIONS])):
        age, value = now - state[times + place], int(state[times + SLOTS + place])
        if age < parameters[up + Rule.WINDOW]:
            lowest = min(lowest, value)
        if age < parameters[down + Rule.WINDOW]:
            highest = max(highest, value)
    old = max(parameters[up + Rule.WINDOW], parameters[down + Rule.WINDOW])
    remember(state, base, RECOMMENDATIONS, now, wanted, old)
    return min(max(current, lowest), highest)


@leaf
def changed(state: Floats, base: int, block: int, now: float, period: float) -> int:
    """Return how many pods came or went within *period* seconds, by the events of *block*."""
    times, total = base + FIRST_BLOCK + block * 2 * SLOTS, 0
    for place in range(int(state[base + block])):
        if state[times + place] > now - period:
            total += int(state[times + SLOTS + place])
    return total


@leaf
def limit(parameters: Floats, rules: int, sign: int, state: Floats, base: int, now: float, current: int) -> int:
    """Return the farthest number of pods that the paces allow; *sign* is 1 upwards and -1 downwards."""
    choice, best = parameters[rules + Rule.SELECT], 0
    if choice == DISABLED:
        return current
    for place in range(int(parameters[rules + Rule.COUNT])):
        pace = rules + Rule.FIRST + 3 * place
        period, value = parameters[pace + 2], parameters[pace + 1]
        came = changed(state, base, UPS, now, period)
        start = current - came + changed(state, base, DOWNS, now, period)
        proposed = start + sign * int(value)
        if parameters[pace] > 0:
            share = start * (1 + sign * value / 100)
            proposed = math.ceil(share) if sign > 0 else int(share)
        farther = proposed * sign > best * sign
        if place == 0 or farther == (choice != MIN):
            best = proposed
    return max(best, current) if sign > 0 else min(best, current)


@leaf
def longest(parameters: Floats, rules: int) -> float:
    """Return the longest period of the paces."""
    found = 0.0
    for place in range(int(parameters[rules + Rule.COUNT])):
        found = max(found, parameters[rules + Rule.FIRST + 3 * place + 2])
    return found


@leaf
def paced(
    parameters: Floats,
    up: int,
    down: int,
    state: Floats,
    base: int,
    now: float,
    current: int,
    wanted: int,
    low: int,
    high: int,
) -> int:
    """Return *wanted* within the paces and between *low* and *high*, each in the direction of the change only."""
    if wanted > current:
        return min(wanted, high, limit(parameters, up, 1, state, base, now, current))
    if wanted < current:
        return max(wanted, low, limit(parameters, down, -1, state, base, now, current))
    return wanted


@leaf
def noted(
    parameters: Floats, up: int, down: int, state: Floats, base: int, now: float, before: int, after: int
) -> None:
    """Remember that the number of pods went from *before* to *after*."""
    if after > before:
        remember(state, base, UPS, now, after - before, longest(parameters, up))
    elif after < before:
        remember(state, base, DOWNS, now, before - after, longest(parameters, down))


@leaf
def classic(state: Floats, base: int, now: float, current: int, wanted: int, low: int, high: int, window: float) -> int:
    """Return what a controller without `behavior` makes of *wanted*: the highest recent one, at most doubled or 4."""
    times = base + FIRST_BLOCK + RECOMMENDATIONS * 2 * SLOTS
    highest = wanted
    for place in range(int(state[base + RECOMMENDATIONS])):
        if state[times + place] >= now - window:
            highest = max(highest, int(state[times + SLOTS + place]))
    remember(state, base, RECOMMENDATIONS, now, wanted, window)
    return max(low, min(highest, high, max(2 * current, 4)))
