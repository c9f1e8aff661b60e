"""Round robin: one after the other, busy or not."""

from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import At, Fleet

TURN = At.TURN


@inlined
def round_robin(fleet: Fleet, count: int) -> int:
    """Return the next of *count* replicas in the order in which they came into service."""
    now = fleet.now
    turn = now[TURN] if now[TURN] < count else 0
    now[TURN] = turn + 1
    return int(fleet.roster[turn])
