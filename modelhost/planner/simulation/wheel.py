"""Departures in buckets of time: a calendar queue (Brown, Communications of the ACM 31(10), 1988).

Its buckets are lists in order of time, nearly all of one request, and bits tell which have any. Departures commute but
for one thing: where requests wait, the last to leave are those that free a slot.
"""

import numpy as np

from modelhost.planner.compiled import inlined, lowest_bit
from modelhost.planner.simulation.layout import MOST, WIDTH_BITS, Bits, Fleet, Node, Phase, Row, Wheel
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
ONE, TWO, LAST_BIT = np.uint64(1), np.uint64(2), np.uint64(IN_WORD)


@inlined
def release(fleet: Fleet, wheel: Wheel, moment: Moment, rules: Rules, now_ns: int) -> Moment:
    """Let go every request that leaves up to *now_ns*."""
    last = now_ns >> rules.shift
    first = max(moment.cursor, last - MASK)
    while True:
        left = ahead(wheel.filled, first) & ((TWO << np.uint64(min(last - first, IN_WORD))) - ONE)
        while left:
            bucket = int(first + np.int64(lowest_bit(int(left)))) & MASK
            moment = empty(fleet, wheel, moment, rules, bucket, now_ns)
            left &= left - ONE
        first += IN_WORD + 1
        if first > last:
            break
    return Moment(last, moment.free, moment.lowest, moment.present, moment.area, moment.busy, moment.busy_area)


@inlined
def ahead(filled: Bits, first: int) -> np.uint64:
    """Return which of the 64 buckets from *first* on may have a node, the first in the lowest bit."""
    word, turned = first >> WORD, np.uint64(first & IN_WORD)
    low, high = filled[word & WORDS_MASK], filled[word + 1 & WORDS_MASK]
    both: np.uint64 = low >> turned | high << ONE << (LAST_BIT - turned)
    return both


@inlined
def empty(fleet: Fleet, wheel: Wheel, moment: Moment, rules: Rules, bucket: int, now_ns: int) -> Moment:
    """Let go what leaves *bucket* up to *now_ns*, in order; what leaves later stays, if a turn of the wheel later."""
    nodes, node = wheel.nodes, wheel.heads[bucket] + 0
    while node:
        at = node & MOST
        following, leaves_ns = nodes[at + Node.FOLLOWING], nodes[at + Node.LEAVES_NS]
        if leaves_ns > now_ns:
            break
        nodes[at + Node.FOLLOWING] = moment.free
        moment = let_go(fleet, moment, nodes[at + Node.REPLICA], node, leaves_ns)
        node = following
    wheel.heads[bucket] = node
    if node == 0:
        wheel.filled[bucket >> WORD] ^= ONE << np.uint64(bucket & IN_WORD)
    return moment


@inlined
def let_go(fleet: Fleet, moment: Moment, replica: int, node: int, leaves_ns: int) -> Moment:
    """Take one request from *replica*, which it leaves at *leaves_ns*; its *node* is free again."""
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
        moment.area + leaves_ns,
        moment.busy - freed,
        moment.busy_area + freed * leaves_ns,
    )


@inlined
def keep(wheel: Wheel, node: int, shift: int, replica: int, came_ns: int, leaves_ns: int, waited_ns: int) -> int:
    """Note a request that stays on *replica* until *leaves_ns* in the unused *node*; return the next unused one."""
    nodes, at, bucket = wheel.nodes, node & MOST, (leaves_ns >> shift) & MASK
    after = int(nodes[at + Node.FOLLOWING])
    sooner, later = 0, wheel.heads[bucket] + 0
    while later and nodes[(later & MOST) + Node.LEAVES_NS] <= leaves_ns:
        sooner, later = later, nodes[(later & MOST) + Node.FOLLOWING]
    nodes[at + Node.FOLLOWING], nodes[at + Node.REPLICA] = later, replica
    nodes[at + Node.LEAVES_NS], nodes[at + Node.CAME_NS], nodes[at + Node.WAITED_NS] = leaves_ns, came_ns, waited_ns
    if sooner:
        nodes[(sooner & MOST) + Node.FOLLOWING] = node
    else:
        wheel.heads[bucket] = node
    wheel.filled[bucket >> WORD] |= ONE << np.uint64(bucket & IN_WORD)
    return after
