"""Round robin: one after the other, busy or not."""

from modelhost.planner.array import Counts
from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import At, Fleet

TURN = At.TURN


@inlined
def round_robin(now: Counts, fleet: Fleet, count: int) -> int:
    """Return the next of *count* replicas in the order in which they came into service."""
    turn = now[TURN] if now[TURN] < count else 0
    now[TURN] = turn + 1
    return int(fleet.roster[turn])
