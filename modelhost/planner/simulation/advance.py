"""The loop: requests until something happens to the fleet, that, and requests again."""

from enum import IntEnum

from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.control import control, soonest
from modelhost.planner.simulation.layout import At, Chunk, Fleet, Phase, Plan, Row, World
from modelhost.planner.simulation.serve import serve
from modelhost.planner.simulation.settle import settle


class Halt(IntEnum):
    """Why the loop came back."""

    DONE = 0
    """All is handled."""
    PLACES = 1
    """It needs more places for replicas."""
    NODES = 2
    """It needs more nodes for requests."""
    LINES = 3
    """It needs more lines in the timeline."""


@leaf
def advance(world: World, chunk: Chunk, first: int, end_ns: int) -> tuple[int, int]:
    """Handle *chunk* from request *first* on, and what happens to the fleet before *end_ns*, once that is reached.

    Returns a `Halt`, and the first request that is not handled; enlarge the arrays and call again.
    """
    now, place, count = world.fleet.now, first, len(chunk.arrival_ns)
    while True:
        if now[At.LINES] >= world.plan.timeline.shape[1]:
            return Halt.LINES, place
        if now[At.UNSETTLED]:
            until_ns = now[At.SETTLE_NS]
            settled = settle(world.fleet, until_ns)
        else:
            until_ns = soonest(now)
            place = serve(world, chunk, place, until_ns)
            if place < count and chunk.arrival_ns[place] < until_ns:
                if now[At.FREE] == 0:
                    return Halt.NODES, place
                continue
            if place == count and until_ns >= end_ns:
                return Halt.DONE, place
            settled = control(world, until_ns)
        write_down(world.fleet, world.plan, until_ns)
        if not settled:
            return Halt.PLACES, place


@leaf
def write_down(fleet: Fleet, plan: Plan, now_ns: int) -> None:
    """Add a line to the timeline if the numbers of replicas changed."""
    now, timeline = fleet.now, plan.timeline
    line, serving = now[At.LINES], now[At.SERVING]
    paid = serving + now[At.STARTING] - now[At.ASKED] + now[At.WAITING] + now[At.DRAINING]
    changed = timeline[1, line - 1] != serving or timeline[2, line - 1] != paid
    timeline[0, line], timeline[1, line], timeline[2, line] = now_ns, serving, paid
    for size in range(len(timeline) - 3):
        timeline[3 + size, line] = paid_of(fleet, size)
        changed = changed or timeline[3 + size, line] != timeline[3 + size, line - 1]
    now[At.LINES] = line + int(changed)


@leaf
def paid_of(fleet: Fleet, size: int) -> int:
    """Return how many replicas of a size are paid for."""
    paid = 0
    for place in range(len(fleet.rows)):
        paid += fleet.rows[place, Row.SIZE] == size and fleet.rows[place, Row.PHASE] > Phase.ASKED
    return paid
