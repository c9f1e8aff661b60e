"""Requests, one after the other: whatever becomes of each is known when it arrives, for a replica is first come, first
served, and a slot that finishes takes the head of the queue at once (Kiefer and Wolfowitz, Trans. AMS 78, 1955)."""

from modelhost.planner.array import Counts
from modelhost.planner.balancers.choose import choose
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS
from modelhost.planner.compiled import inlined, leaf
from modelhost.planner.simulation.count import count
from modelhost.planner.simulation.layout import (
    EXPIRED,
    MOST,
    NEVER,
    REJECTED,
    WIDTH_BITS,
    At,
    Chunk,
    Fleet,
    Row,
    Score,
    Speed,
    Wheel,
    World,
)
from modelhost.planner.simulation.moment import Moment, Rules, bring_back, moment_of, rules_of, with_free
from modelhost.planner.simulation.ranking import turn
from modelhost.planner.simulation.wheel import keep, release

HOUR_NS = HOUR_SECONDS * SECOND_NS


@leaf
def serve(world: World, chunk: Chunk, first: int, until_ns: int) -> int:
    """Handle the requests from *first* on that arrive before *until_ns*; return the first that is not handled.

    It stops early when no node is free, and after as many as it can count at once.
    """
    fleet, wheel, now = world.fleet, world.wheel, world.fleet.now
    place, peak, score = first, now[At.PEAK], world.score
    moment, rules = moment_of(now), rules_of(now)
    end = min(len(chunk.arrival_ns), first + len(score.latency_ns))
    while place < end:
        came_ns = chunk.arrival_ns[place & MOST]
        if came_ns >= until_ns or moment.free == 0:
            break
        moment = release(fleet, wheel, moment, rules, came_ns)
        dice = chunk.dice[place & MOST] if len(chunk.dice) else 0
        work = chunk.work_seconds[place & MOST]
        moment = admit(fleet, wheel, world.speed, score, moment, rules, came_ns, work, dice, place - first & MOST)
        peak = max(peak, moment.present)
        place += 1
    bring_back(now, moment)
    now[At.PEAK] = peak
    if first < place:
        count(now, score, place - first, chunk.arrival_ns[first] // HOUR_NS)
    return place


@inlined
def admit(
    fleet: Fleet,
    wheel: Wheel,
    speed: Speed,
    score: Score,
    moment: Moment,
    rules: Rules,
    came_ns: int,
    work_seconds: float,
    dice: int,
    number: int,
) -> Moment:
    """Hand one request, the one with that *number* in this turn, to a replica, or turn it away."""
    if rules.serving > 0:
        replica, lowest = choose(fleet, moment, rules, dice)
        at = (replica & MOST) << WIDTH_BITS
        if fleet.flat[at + Row.HELD] < fleet.flat[at + Row.ROOM]:
            leaves_ns, waited_ns = assign(fleet, speed, score, rules, replica, came_ns, work_seconds, number)
            moment = join(fleet, moment, rules, replica, lowest, came_ns, leaves_ns)
            free = keep(wheel, moment.free, rules.shift, replica, came_ns, leaves_ns, waited_ns)
            return with_free(moment, free)
    score.latency_ns[number] = REJECTED
    return moment


@inlined
def assign(
    fleet: Fleet,
    speed: Speed,
    score: Score,
    rules: Rules,
    replica: int,
    came_ns: int,
    work_seconds: float,
    number: int,
) -> tuple[int, int]:
    """Give one request a slot and a time, and note them; return when it leaves, and its wait as in `Node`."""
    flat, at, begins_ns = fleet.flat, (replica & MOST) << WIDTH_BITS, came_ns
    slots, size, company = flat[at + Row.SLOTS], flat[at + Row.SIZE] & MOST, flat[at + Row.HELD] & MOST
    if company >= slots:
        begins_ns, company = fleet.free_ns[replica & MOST, 0], slots - 1 & MOST
    waited_ns = begins_ns - came_ns
    if waited_ns > rules.timeout_ns:
        score.latency_ns[number] = EXPIRED
        return begins_ns, NEVER
    work_ns = int(work_seconds * SECOND_NS + 0.5)
    if not rules.even:
        work_ns = int(work_ns * speed.slowdown[size, company] + 0.5)
    leaves_ns = begins_ns + work_ns
    occupy(fleet.free_ns, replica & MOST, slots, leaves_ns)
    if waited_ns > speed.patience_ns[size, company]:
        waited_ns = ~waited_ns
    score.latency_ns[number], score.waited_ns[number] = leaves_ns - came_ns, waited_ns
    return leaves_ns, waited_ns


@inlined
def occupy(free_ns: Counts, replica: int, slots: int, until_ns: int) -> None:
    """Let the slot that is free first be occupied until *until_ns*; the row of *replica* stays a heap."""
    place, child = 0, 1
    while child < slots:
        if child + 1 < slots and free_ns[replica, child + 1] < free_ns[replica, child]:
            child += 1
        if free_ns[replica, child] >= until_ns:
            break
        free_ns[replica, place] = free_ns[replica, child]
        place, child = child, 2 * child + 1
    free_ns[replica, place] = until_ns


@inlined
def join(fleet: Fleet, moment: Moment, rules: Rules, replica: int, lowest: int, came_ns: int, leaves_ns: int) -> Moment:
    """Let one request be present on *replica*, a serving one, until *leaves_ns*."""
    flat, at, since = fleet.flat, (replica & MOST) << WIDTH_BITS, came_ns - rules.tick_began
    held = flat[at + Row.HELD]
    taken = int(held < flat[at + Row.SLOTS])
    flat[at + Row.HELD] = held + 1
    flat[at + Row.DUE_NS] = max(flat[at + Row.DUE_NS], leaves_ns)
    turn(fleet.levels, replica, held)
    turn(fleet.levels, replica, held + 1)
    return Moment(
        moment.cursor,
        moment.free,
        lowest,
        moment.present + 1,
        moment.area - since,
        moment.busy + taken,
        moment.busy_area - taken * since,
    )
