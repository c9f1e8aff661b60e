"""Departures in buckets of time: a calendar queue (Brown, Communications of the ACM 31(10), 1988).

Its buckets are lists in order of time, nearly all of one request, and bits tell which have any. Departures commute but
for one thing: where requests wait, the last to leave are those that free a slot.
"""

from modelhost.planner.compiled import inlined, lowest_bit
from modelhost.planner.simulation.layout import MOST, WIDTH_BITS, Fleet, Node, Phase, Row, Wheel
from modelhost.planner.simulation.moment import Moment, Rules
from modelhost.planner.simulation.ranking import turn

BUCKETS_OF_WHEEL = 16_384
FINENESS_BITS = 4
"""A bucket is so many times halved narrower than the mean time between arrivals, so that few hold two requests."""
MASK = BUCKETS_OF_WHEEL - 1
WORD = 6
"""Binary logarithm of the buckets that one word of `Wheel.filled` tells of."""
IN_WORD = (1 << WORD) - 1
WORDS_MASK = (BUCKETS_OF_WHEEL >> WORD) - 1


@inlined
def release(fleet: Fleet, wheel: Wheel, moment: Moment, rules: Rules, now_ns: int) -> Moment:
    """Let go every request that leaves up to *now_ns*."""
    last = now_ns >> rules.shift
    first = max(moment.cursor, last - MASK)
    word, end, wanted = first >> WORD, last >> WORD, -1 << (first & IN_WORD)
    while True:
        if word == end:
            wanted &= ~(-1 << (last & IN_WORD) << 1)
        at = word & WORDS_MASK
        left = wheel.filled[at] & wanted
        while left:
            bucket = (at << WORD) + lowest_bit(left) & MASK
            moment = empty(fleet, wheel, moment, rules, bucket, now_ns)
            left &= left - 1
        if word == end:
            break
        word += 1
        wanted = -1
    return Moment(last, moment.free, moment.lowest, moment.present, moment.area, moment.busy, moment.busy_area)


@inlined
def empty(fleet: Fleet, wheel: Wheel, moment: Moment, rules: Rules, bucket: int, now_ns: int) -> Moment:
    """Let go what leaves *bucket* up to *now_ns*, in order; what leaves later stays, if a turn of the wheel later."""
    nodes, node = wheel.nodes, wheel.heads[bucket] + 0
    while node:
        at = (node & MOST) << WIDTH_BITS
        following, leaves_ns = nodes[at + Node.FOLLOWING], nodes[at + Node.LEAVES_NS]
        if leaves_ns > now_ns:
            break
        nodes[at + Node.FOLLOWING] = moment.free
        moment = let_go(fleet, moment, nodes[at + Node.REPLICA], node, leaves_ns - rules.tick_began)
        node = following
    wheel.heads[bucket] = node
    if node == 0:
        wheel.filled[bucket >> WORD] ^= 1 << (bucket & IN_WORD)
    return moment


@inlined
def let_go(fleet: Fleet, moment: Moment, replica: int, node: int, since: int) -> Moment:
    """Take one request from *replica*, which it leaves *since* nanoseconds after the tick; its *node* is free again."""
    flat, at = fleet.flat, (replica & MOST) << WIDTH_BITS
    held = flat[at + Row.HELD]
    flat[at + Row.HELD] = held - 1
    lowest, freed = moment.lowest, 0
    if flat[at + Row.PHASE] == Phase.SERVING:
        freed = int(held <= flat[at + Row.SLOTS])
        turn(fleet.levels, replica, held)
        turn(fleet.levels, replica, held - 1)
        lowest = min(lowest, held - 1)
    return Moment(
        moment.cursor,
        node,
        lowest,
        moment.present - 1,
        moment.area + since,
        moment.busy - freed,
        moment.busy_area + freed * since,
    )


@inlined
def keep(wheel: Wheel, node: int, shift: int, replica: int, came_ns: int, leaves_ns: int, waited_ns: int) -> int:
    """Note a request that stays on *replica* until *leaves_ns* in the unused *node*; return the next unused one."""
    nodes, at, bucket = wheel.nodes, (node & MOST) << WIDTH_BITS, (leaves_ns >> shift) & MASK
    after = int(nodes[at + Node.FOLLOWING])
    sooner, later = 0, wheel.heads[bucket] + 0
    while later and nodes[((later & MOST) << WIDTH_BITS) + Node.LEAVES_NS] <= leaves_ns:
        sooner, later = later, nodes[((later & MOST) << WIDTH_BITS) + Node.FOLLOWING]
    nodes[at + Node.FOLLOWING], nodes[at + Node.REPLICA] = later, replica
    nodes[at + Node.LEAVES_NS], nodes[at + Node.CAME_NS], nodes[at + Node.WAITED_NS] = leaves_ns, came_ns, waited_ns
    if sooner:
        nodes[((sooner & MOST) << WIDTH_BITS) + Node.FOLLOWING] = node
    else:
        wheel.heads[bucket] = node
    wheel.filled[bucket >> WORD] |= 1 << (bucket & IN_WORD)
    return after
