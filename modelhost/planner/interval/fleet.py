"""The replicas of the per-interval model: launched, started, taken away."""

from modelhost.planner.array import Counts
from modelhost.planner.compiled import leaf

SERVING, STARTING, WANTED, CHANGE, LOW, HIGH = 0, 1, 2, 3, 4, 5
"""Places in the vector of a fleet."""


@leaf
def bind(fleet: Counts, bounds: Counts, tick: int) -> None:
    """Take over the bounds that hold at *tick*; (changes, 3) *bounds* are tick, fewest, most."""
    while fleet[CHANGE] + 1 < len(bounds) and bounds[fleet[CHANGE] + 1, 0] <= tick:
        fleet[CHANGE] += 1
        fleet[LOW], fleet[HIGH] = bounds[fleet[CHANGE], 1], bounds[fleet[CHANGE], 2]


@leaf
def resize(fleet: Counts, ready: Counts, tick: int, goal: int) -> None:
    """Want *goal* replicas: launch more, or cancel those that start, youngest first, and then stop serving ones.

    *ready* counts those that start by the tick at which they serve, modulo its length.
    """
    change = goal - fleet[WANTED]
    fleet[WANTED] = goal
    last = tick + len(ready) - 1
    if change >= 0:
        fleet[STARTING] += change
        ready[last % len(ready)] += change
        return
    back = 0
    while change < 0 and fleet[STARTING] > 0:
        place = (last - back) % len(ready)
        cancelled = min(-change, ready[place])
        ready[place] -= cancelled
        fleet[STARTING] -= cancelled
        change += cancelled
        back += 1
    fleet[SERVING] += change


@leaf
def mature(fleet: Counts, ready: Counts, tick: int) -> None:
    """Put those into service whose start ends at *tick*."""
    place = tick % len(ready)
    fleet[SERVING] += ready[place]
    fleet[STARTING] -= ready[place]
    ready[place] = 0
