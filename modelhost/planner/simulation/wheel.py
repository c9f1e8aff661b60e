"""Departures in buckets of time: whatever leaves is found without sorting, because decrements commute.

A calendar queue (Brown, Communications of the ACM 31(10), 1988) whose buckets are unordered lists.
"""

from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import At, Node, Phase, World
from modelhost.planner.simulation.ranking import enter, leave

PRESENT, AREA, BUSY, BUSY_AREA, TICK_BEGAN = At.PRESENT, At.AREA, At.BUSY, At.BUSY_AREA, At.TICK_BEGAN
CURSOR, SHIFT, FREE = At.CURSOR, At.SHIFT, At.FREE
NEXT, LEAVES_NS, REPLICA, CAME_NS = Node.NEXT, Node.LEAVES_NS, Node.REPLICA, Node.CAME_NS
SERVING = Phase.SERVING


@inlined
def let_go(world: World, replica: int, leaves_ns: int) -> None:
    """Take one request from *replica*, which it leaves at *leaves_ns*."""
    now, fleet = world.now, world.fleet
    held = fleet.outstanding[replica]
    fleet.outstanding[replica] = held - 1
    since = leaves_ns - now[TICK_BEGAN]
    now[PRESENT] -= 1
    now[AREA] += since
    if fleet.phase[replica] == SERVING:
        if held <= world.sizes.slots[fleet.size[replica]]:
            now[BUSY] -= 1
            now[BUSY_AREA] += since
        leave(fleet.levels, replica, held)
        enter(fleet.levels, now, replica, held - 1)


@inlined
def empty(world: World, bucket: int, now_ns: int) -> None:
    """Let go what leaves *bucket* up to *now_ns*; what leaves in a later turn of the wheel stays."""
    now, nodes = world.now, world.nodes
    node, before = world.heads[bucket], -1
    while node >= 0:
        following = nodes[node, NEXT]
        if nodes[node, LEAVES_NS] <= now_ns:
            let_go(world, nodes[node, REPLICA], nodes[node, LEAVES_NS])
            if before < 0:
                world.heads[bucket] = following
            else:
                nodes[before, NEXT] = following
            nodes[node, NEXT] = now[FREE]
            now[FREE] = node
        else:
            before = node
        node = following


@inlined
def release(world: World, now_ns: int) -> None:
    """Let go every request that leaves up to *now_ns*."""
    now = world.now
    mask = len(world.heads) - 1
    last = now_ns >> now[SHIFT]
    cursor = max(now[CURSOR], last - mask)
    while cursor <= last:
        if world.heads[cursor & mask] >= 0:
            empty(world, cursor & mask, now_ns)
        cursor += 1
    now[CURSOR] = last


@inlined
def keep(world: World, replica: int, came_ns: int, leaves_ns: int) -> None:
    """Note a request that stays on *replica* until *leaves_ns*; a node must be free."""
    now, nodes = world.now, world.nodes
    node = now[FREE]
    now[FREE] = nodes[node, NEXT]
    bucket = (leaves_ns >> now[SHIFT]) & (len(world.heads) - 1)
    nodes[node, NEXT] = world.heads[bucket]
    nodes[node, LEAVES_NS] = leaves_ns
    nodes[node, REPLICA] = replica
    nodes[node, CAME_NS] = came_ns
    world.heads[bucket] = node
