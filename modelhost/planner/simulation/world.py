"""Arrays for a simulation, and larger ones when it needs them."""

from typing import TypeVar

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.autoscalers.autoscaler import SAMPLES
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.outcome import BUCKETS
from modelhost.planner.simulation.layout import (
    NEVER,
    WIDTH_BITS,
    WORD_BITS,
    At,
    Bits,
    Fleet,
    Node,
    Phase,
    Plan,
    Row,
    Score,
    Speed,
    Tally,
    Wheel,
    World,
)
from modelhost.planner.simulation.run import Run
from modelhost.planner.simulation.wheel import BUCKETS_OF_WHEEL, FINENESS_BITS, WORD

Words = TypeVar("Words", Counts, Bits)
AT_ONCE = 4_096
"""Requests that the loop handles before it counts them: few enough for the fastest memory."""
FIRST_PLACES, FIRST_NODES, FIRST_LINES = 16, 4_096, 4_096


def build(run: Run, gap_ns: float) -> World:
    """Return the world at time 0, its first replicas in service; *gap_ns* is the mean time between arrivals."""
    places = FIRST_PLACES
    while places < run.count:
        places *= 2
    bounds = np.array([run.policy.bounds.from_ns, run.policy.bounds.low, run.policy.bounds.high], dtype=np.int64)
    fleet = _fleet(places, _memory(run, bounds, gap_ns), run)
    for place in range(run.count):
        _first(fleet, place, run)
    return World(fleet, _wheel(1, FIRST_NODES), _speed(run), _score(run), _plan(run, bounds))


def _memory(run: Run, bounds: Counts, gap_ns: float) -> Counts:
    now = np.zeros(len(At), dtype=np.int64)
    now[At.LOW], now[At.HIGH] = bounds[1:, 0]
    now[At.WANTED], now[At.LADDER], now[At.SIZE] = run.wanted, run.policy.ladder, run.size
    now[At.BOUND] = now[At.LINES] = 1
    now[At.FREE] = 1 << WIDTH_BITS
    now[At.NEXT_BOUND] = bounds[0, 1] if bounds.shape[1] > 1 else NEVER
    now[At.NEXT_MISHAP] = run.mishaps[0, 0] if run.mishaps.shape[1] else NEVER
    now[At.NEXT_READY] = now[At.NEXT_GONE] = NEVER
    now[At.NEXT_TICK] = TICK_SECONDS * SECOND_NS
    now[At.WARMUP_NS] = now[At.COUNTED_NS] = run.warmup_ns
    now[At.SHIFT] = max(int(gap_ns) >> FINENESS_BITS, 1).bit_length()
    now[At.BALANCER], now[At.KIND], now[At.ZONES] = run.policy.balancer, run.policy.autoscaler.kind, run.zones
    now[At.LATENCY_NS], now[At.TIMEOUT_NS] = run.latency_ns, run.timeout_ns
    sizes = range(len(run.services))
    now[At.ALIKE] = all((run.slowdown(size) == 1.0).all() and (run.patience_ns(size) == NEVER).all() for size in sizes)
    return now


def _fleet(places: int, now: Counts, run: Run) -> Fleet:
    sizes = np.array([[each.slots, each.slots + each.queue_limit] for each in run.services], dtype=np.int64)
    rows = np.zeros((places, 1 << WIDTH_BITS), dtype=np.int64)
    return Fleet(
        now=now,
        rows=rows,
        flat=rows.reshape(-1),
        free_ns=np.zeros((places, sizes[:, 0].max()), dtype=np.int64),
        levels=np.zeros((-(-places // (1 << WORD_BITS)), sizes[:, 1].max() + 1), dtype=np.uint64),
        roster=np.zeros(places, dtype=np.int64),
        sizes=sizes,
        startup_ns=run.startup_ns,
        failing_ns=run.failing_ns,
    )


def _first(fleet: Fleet, place: int, run: Run) -> None:
    """Put a replica in service that was there before the simulation began; zones get them in turn."""
    now, row = fleet.now, fleet.rows[place]
    row[[Row.PHASE, Row.SIZE, Row.LAUNCHED, Row.ZONE]] = Phase.SERVING, run.size, place - run.count, place % run.zones
    row[[Row.SLOTS, Row.ROOM]] = fleet.sizes[run.size]
    fleet.levels[place >> WORD_BITS, 0] |= np.uint64(1 << place % (1 << WORD_BITS))
    fleet.roster[place] = place
    now[At.SERVING] += 1
    now[At.SLOTS] += row[Row.SLOTS]


def _wheel(first: int, end: int) -> Wheel:
    """Return a wheel with *end* nodes, those from *first* on chained one to the next."""
    nodes = np.zeros((end, 1 << WIDTH_BITS), dtype=np.int64)
    nodes[first : end - 1, Node.FOLLOWING] = np.arange(first + 1, end) << WIDTH_BITS
    filled = np.zeros(BUCKETS_OF_WHEEL >> WORD, dtype=np.uint64)
    return Wheel(np.zeros(BUCKETS_OF_WHEEL, dtype=np.uint32), filled, nodes.reshape(-1))


def _speed(run: Run) -> Speed:
    slots = max(service.slots for service in run.services)
    speed = Speed(np.ones((len(run.services), slots)), np.zeros((len(run.services), slots), dtype=np.int64))
    for size, service in enumerate(run.services):
        speed.slowdown[size, : service.slots] = run.slowdown(size)
        speed.patience_ns[size, : service.slots] = run.patience_ns(size)
    return speed


def _score(run: Run) -> Score:
    return Score(
        latency_ns=np.zeros(AT_ONCE, dtype=np.int64),
        waited_ns=np.zeros(AT_ONCE, dtype=np.int64),
        tally=np.zeros((2, len(Tally)), dtype=np.int64),
        histogram=np.zeros((2, BUCKETS), dtype=np.int64),
        hours=np.zeros((2, run.hours), dtype=np.int64),
    )


def _plan(run: Run, bounds: Counts) -> Plan:
    autoscaler = run.policy.autoscaler
    timeline = np.zeros((3 + (len(run.services) if len(run.services) > 1 else 0), FIRST_LINES), dtype=np.int64)
    timeline[1:3, 0] = run.count
    if len(run.services) > 1:
        timeline[3 + run.size, 0] = run.count
    return Plan(
        bounds=bounds,
        mishaps=run.mishaps,
        parameters=autoscaler.parameters().astype(np.float64),
        memory=autoscaler.state().astype(np.float64),
        fresh=autoscaler.state().astype(np.float64),
        sample=np.zeros(SAMPLES),
        timeline=timeline,
    )


def more_places(world: World) -> World:
    """Return the world with twice as many places for replicas."""
    fleet = world.fleet
    count = len(fleet.rows)
    words = -(-2 * count // (1 << WORD_BITS)) - len(fleet.levels)
    rows = _longer(fleet.rows, count)
    grown = fleet._replace(
        rows=rows,
        flat=rows.reshape(-1),
        free_ns=_longer(fleet.free_ns, count),
        levels=_longer(fleet.levels, words),
        roster=_longer(fleet.roster, count),
    )
    return world._replace(fleet=grown)


def more_nodes(world: World) -> World:
    """Return the world with twice as many nodes; it must have used up the present ones."""
    old = world.wheel.nodes
    count = len(old) >> WIDTH_BITS
    nodes = _wheel(count, 2 * count).nodes
    nodes[: len(old)] = old
    world.fleet.now[At.FREE] = len(old)
    return world._replace(wheel=world.wheel._replace(nodes=nodes))


def more_lines(world: World) -> World:
    """Return the world with twice as many lines in the timeline."""
    timeline = world.plan.timeline
    longer = np.concatenate([timeline, np.zeros_like(timeline)], axis=1)
    return world._replace(plan=world.plan._replace(timeline=longer))


def _longer(rows: Words, by: int) -> Words:
    """Return *rows* with *by* rows of zeros behind."""
    more: Words = np.concatenate([rows, np.zeros((by, *rows.shape[1:]), dtype=rows.dtype)])
    return more
