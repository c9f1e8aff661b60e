"""Departures in buckets of time: whatever leaves is found without sorting, because departures commute.

A calendar queue (Brown, Communications of the ACM 31(10), 1988) whose buckets are unordered lists.
"""

import numpy as np

from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import Phase, World
from modelhost.planner.simulation.moment import Moment, Rules
from modelhost.planner.simulation.ranking import turn

BUCKETS_OF_WHEEL = 4_096
MASK = BUCKETS_OF_WHEEL - 1
NONE = np.uint32(0)
LARGEST = (1 << 32) - 1


@inlined
def release(world: World, moment: Moment, rules: Rules, now_ns: int) -> Moment:
    """Let go every request that leaves up to *now_ns*."""
    last = now_ns >> rules.shift
    cursor = max(moment.cursor, last - MASK)
    while True:
        if world.heads[cursor & MASK]:
            moment = empty(world, moment, rules, cursor & MASK, now_ns)
        if cursor == last:
            break
        cursor += 1
    return Moment(cursor, moment.free, moment.lowest, moment.present, moment.area, moment.busy, moment.busy_area)


@inlined
def empty(world: World, moment: Moment, rules: Rules, bucket: int, now_ns: int) -> Moment:
    """Let go what leaves *bucket* up to *now_ns*; what leaves in a later turn of the wheel stays."""
    nodes = world.nodes
    node, stays = world.heads[bucket], NONE
    while node:
        following, leaves_ns = nodes.following[node], nodes.leaves_ns[node]
        if leaves_ns <= now_ns:
            moment = let_go(world, moment, nodes.replica[node], node, leaves_ns - rules.tick_began)
        else:
            nodes.following[node] = stays
            stays = node
        node = following
    world.heads[bucket] = stays
    return moment


@inlined
def let_go(world: World, moment: Moment, replica: int, node: int, since: int) -> Moment:
    """Take one request from *replica*, which it leaves *since* nanoseconds after the tick; its *node* is free again."""
    fleet = world.fleet
    held = fleet.held[replica]
    left = held - 1
    fleet.held[replica] = left
    lowest, freed = moment.lowest, 0
    if fleet.phase[replica] == Phase.SERVING:
        freed = int(held <= fleet.slots[replica])
        turn(fleet.levels, replica, held)
        turn(fleet.levels, replica, left)
        lowest = min(lowest, left)
    world.nodes.following[node] = moment.free
    return Moment(
        moment.cursor,
        node + 0,
        lowest,
        moment.present - 1,
        moment.area + since,
        moment.busy - freed,
        moment.busy_area + freed * since,
    )


@inlined
def keep(world: World, free: int, shift: int, replica: int, came_ns: int, leaves_ns: int) -> int:
    """Note a request that stays on *replica* until *leaves_ns* in the node *free*; return the next free node."""
    nodes, node = world.nodes, free & LARGEST
    after = int(nodes.following[node] + 0)
    bucket = (leaves_ns >> shift) & MASK
    nodes.following[node] = world.heads[bucket]
    nodes.replica[node], nodes.leaves_ns[node], nodes.came_ns[node] = replica, leaves_ns, came_ns
    world.heads[bucket] = node
    return after
