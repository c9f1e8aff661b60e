"""Arrays for a simulation, and larger ones when it needs them."""

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.autoscalers.autoscaler import SAMPLES
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.outcome import BUCKETS
from modelhost.planner.policy import Bounds
from modelhost.planner.simulation.layout import NEVER, WORD_BITS, At, Fleet, Nodes, Phase, Sizes, Tally, World
from modelhost.planner.simulation.replicas import begin_service, launch
from modelhost.planner.simulation.run import Run
from modelhost.planner.simulation.wheel import BUCKETS_OF_WHEEL

AT_ONCE = 4_096
"""Requests that the loop handles before it counts them: few enough for the fastest memory."""
FIRST_PLACES, FIRST_NODES, FIRST_LINES = 16, 4_096, 4_096


def build(run: Run, gap_ns: float) -> World:
    """Return the world at time 0, its first replicas in service; *gap_ns* is the mean time between arrivals."""
    sizes = _sizes(run)
    bounds = _rows(run.policy.bounds)
    autoscaler = run.policy.autoscaler
    world = World(
        now=_memory(run, bounds, gap_ns),
        sizes=sizes,
        fleet=_fleet(FIRST_PLACES, sizes),
        heads=np.zeros(BUCKETS_OF_WHEEL, dtype=np.uint32),
        nodes=_nodes(1, FIRST_NODES),
        latency_ns=np.zeros(AT_ONCE, dtype=np.int64),
        waited_ns=np.zeros(AT_ONCE, dtype=np.int64),
        tally=np.zeros((2, len(Tally)), dtype=np.int64),
        histogram=np.zeros((2, BUCKETS), dtype=np.int64),
        hours=np.zeros((2, run.hours), dtype=np.int64),
        timeline=np.zeros((3, FIRST_LINES), dtype=np.int64),
        bounds=bounds,
        startup_ns=run.startup_ns,
        parameters=autoscaler.parameters().astype(np.float64),
        memory=autoscaler.state().astype(np.float64),
        sample=np.zeros(SAMPLES),
    )
    return _opened(world, int(world.now[At.WANTED]))


def _opened(world: World, count: int) -> World:
    """Return the world with *count* replicas in service at time 0; those took no start-up."""
    while len(world.fleet.phase) < count:
        world = more_places(world)
    for place in range(count):
        launch(world, place, 0)
        world.now[At.STARTING] -= 1
        begin_service(world, place, 0)
    world.now[At.LAUNCHES], world.now[At.NEXT_READY] = 0, NEVER
    world.fleet.launched[:count] -= count
    world.timeline[1:, 0] = count
    world.now[At.LINES] = 1
    return world


def _memory(run: Run, bounds: Counts, gap_ns: float) -> Counts:
    now = np.zeros(len(At), dtype=np.int64)
    now[At.LOW], now[At.HIGH] = bounds[1:, 0]
    now[At.WANTED] = min(max(run.policy.initial, now[At.LOW]), now[At.HIGH])
    now[At.BOUND] = now[At.FREE] = 1
    now[At.NEXT_BOUND] = bounds[0, 1] if bounds.shape[1] > 1 else NEVER
    now[At.NEXT_READY] = now[At.NEXT_GONE] = NEVER
    now[At.NEXT_TICK] = TICK_SECONDS * SECOND_NS
    now[At.WARMUP_NS] = run.warmup_ns
    now[At.SHIFT] = max(int(gap_ns), 1).bit_length()
    now[At.BALANCER] = run.policy.balancer
    now[At.LATENCY_NS], now[At.TIMEOUT_NS] = run.latency_ns, run.timeout_ns
    now[At.KIND] = run.policy.autoscaler.kind
    return now


def _sizes(run: Run) -> Sizes:
    slots = np.array([run.service.slots], dtype=np.int64)
    return Sizes(
        slots=slots,
        room=slots + run.service.queue_limit,
        slowdown=run.service.slowdown.astype(np.float64)[np.newaxis],
        patience_ns=run.patience_ns[np.newaxis],
    )


def _rows(bounds: Bounds) -> Counts:
    return np.array([bounds.from_ns, bounds.low, bounds.high], dtype=np.int64)


def _fleet(places: int, sizes: Sizes) -> Fleet:
    phase, launched, ready_ns, last_ns = np.zeros((4, places), dtype=np.int64)
    size, held, slots, room, roster = np.zeros((5, places), dtype=np.uint32)
    return Fleet(
        phase=phase,
        size=size,
        held=held,
        slots=slots,
        room=room,
        launched=launched,
        ready_ns=ready_ns,
        last_ns=last_ns,
        free_ns=np.zeros((places, int(sizes.slots.max())), dtype=np.int64),
        levels=np.zeros((-(-places // (1 << WORD_BITS)), int(sizes.room.max()) + 1), dtype=np.int64),
        roster=roster,
    )


def _nodes(first: int, end: int) -> Nodes:
    """Return *end* nodes, those from *first* on chained one to the next."""
    following, replica = np.zeros((2, end), dtype=np.uint32)
    leaves_ns, came_ns = np.zeros((2, end), dtype=np.int64)
    following[first : end - 1] = np.arange(first + 1, end)
    return Nodes(following, replica, leaves_ns, came_ns)


def more_places(world: World) -> World:
    """Return the world with twice as many places for replicas."""
    old = world.fleet
    count = len(old.phase)
    fresh = _fleet(2 * count, world.sizes)
    for name in Fleet._fields:
        before = getattr(old, name)
        getattr(fresh, name)[: len(before)] = before
    assert (fresh.phase[count:] == Phase.NONE).all()
    return world._replace(fleet=fresh)


def more_nodes(world: World) -> World:
    """Return the world with twice as many nodes; it must have used up the present ones."""
    count = len(world.nodes.following)
    nodes = _nodes(count, 2 * count)
    for name in Nodes._fields:
        getattr(nodes, name)[:count] = getattr(world.nodes, name)
    world.now[At.FREE] = count
    return world._replace(nodes=nodes)


def more_lines(world: World) -> World:
    """Return the world with twice as many lines in the timeline."""
    return world._replace(timeline=np.concatenate([world.timeline, np.zeros_like(world.timeline)], axis=1))
