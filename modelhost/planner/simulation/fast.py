"""The fast path: compiled loops over chunks of requests, in memory that does not grow with their number."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from modelhost.planner.simulation.advance import Halt, advance
from modelhost.planner.simulation.layout import At, Chunk, Tally, World
from modelhost.planner.simulation.run import Run
from modelhost.planner.simulation.seen import Seen
from modelhost.planner.simulation.world import build, more_lines, more_nodes, more_places

ENLARGE: dict[int, Callable[[World], World]] = {
    Halt.PLACES: more_places,
    Halt.NODES: more_nodes,
    Halt.LINES: more_lines,
}
NOTHING = Chunk(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=np.int64))


def simulate_fast(run: Run, chunks: Iterable[Chunk], gap_ns: float) -> Seen:
    """Return what came of the requests in *chunks*; *gap_ns* is about the mean time between them."""
    world = build(run, gap_ns)
    waited_ns = 0
    for chunk, end_ns in _with_ends(chunks, run.end_ns):
        world = _through(world, chunk, end_ns)
        waited_ns += int(world.score.tally[1, Tally.WAITED_NS])
        world.score.tally[:, Tally.WAITED_NS] = 0
    return _seen(world, waited_ns)


def _with_ends(chunks: Iterable[Chunk], end_ns: int) -> Iterator[tuple[Chunk, int]]:
    for chunk in chunks:
        if len(chunk.arrival_ns):
            yield chunk, int(chunk.arrival_ns[-1])
    yield NOTHING, end_ns


def _through(world: World, chunk: Chunk, end_ns: int) -> World:
    """Handle one chunk, enlarging arrays as often as needed."""
    halt, place = advance(world, chunk, 0, end_ns)
    while halt != Halt.DONE:
        world = ENLARGE[halt](world)
        halt, place = advance(world, chunk, place, end_ns)
    return world


def _seen(world: World, waited_ns: int) -> Seen:
    offered, within, rejected, timed_out, started, lost = world.score.tally[1, : Tally.WAITED_NS].tolist()
    return Seen(
        offered=offered,
        within=within,
        rejected=rejected,
        timed_out=timed_out,
        started=started,
        lost=lost,
        waited_ns=waited_ns,
        histogram=world.score.histogram[1],
        hours=world.score.hours,
        timeline=world.plan.timeline[:, : world.fleet.now[At.LINES]],
    )
