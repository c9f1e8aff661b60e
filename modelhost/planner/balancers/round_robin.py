"""Round robin: one after the other, busy or not."""

from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import At, World

TURN, SERVING = At.TURN, At.SERVING


@inlined
def round_robin(world: World) -> int:
    """Return the next replica in the order in which they came into service."""
    now = world.now
    turn = now[TURN]
    if turn >= now[SERVING]:
        turn = 0
    now[TURN] = turn + 1
    return int(world.fleet.roster[turn])
