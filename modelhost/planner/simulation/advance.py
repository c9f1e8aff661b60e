"""The loop: requests until something happens to the fleet, that, and requests again."""

from enum import IntEnum

from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.control import control, soonest
from modelhost.planner.simulation.layout import At, Chunk, World
from modelhost.planner.simulation.replicas import settle
from modelhost.planner.simulation.serve import serve


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
    now, place = world.now, first
    while True:
        if now[At.LINES] >= world.timeline.shape[1]:
            return Halt.LINES, place
        if now[At.UNSETTLED]:
            until_ns = now[At.SETTLE_NS]
            settled = settle(world, until_ns)
        else:
            until_ns = soonest(now)
            place = serve(world, chunk, place, until_ns)
            if place < len(chunk.arrival_ns) and chunk.arrival_ns[place] < until_ns:
                if now[At.FREE] == 0:
                    return Halt.NODES, place
                continue
            if place == len(chunk.arrival_ns) and until_ns >= end_ns:
                return Halt.DONE, place
            settled = control(world, until_ns)
        write_down(world, until_ns)
        if not settled:
            return Halt.PLACES, place


@leaf
def write_down(world: World, now_ns: int) -> None:
    """Add a line to the timeline if the numbers of replicas changed."""
    now, timeline = world.now, world.timeline
    line, serving = now[At.LINES], now[At.SERVING]
    paid = serving + now[At.STARTING] + now[At.DRAINING]
    if line == 0 or timeline[1, line - 1] != serving or timeline[2, line - 1] != paid:
        timeline[0, line], timeline[1, line], timeline[2, line] = now_ns, serving, paid
        now[At.LINES] = line + 1
