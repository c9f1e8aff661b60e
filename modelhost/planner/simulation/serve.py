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
    number, peak, score = 0, now[At.PEAK], world.score
    moment, rules = moment_of(now), rules_of(now)
    arrival_ns, work_seconds, dice = chunk.arrival_ns[first:], chunk.work_seconds[first:], chunk.dice[first:]
    end = min(len(arrival_ns), len(score.latency_ns))
    while number < end:
        came_ns = arrival_ns[number]
        if came_ns >= until_ns or moment.free == 0:
            break
        moment = release(fleet, wheel, moment, rules, came_ns)
        if rules.serving > 0:
            chosen = choose(fleet, moment, rules, dice, number)
            work = work_seconds[number]
            moment = admit(fleet, wheel, world.speed, score, moment, rules, chosen, came_ns, work, number)
            peak = max(peak, moment.present)
        else:
            score.latency_ns[number] = REJECTED
        number += 1
    bring_back(now, moment)
    now[At.PEAK] = peak
    if number:
        count(now, score, number, arrival_ns[0] // HOUR_NS)
    return first + number


@inlined
def admit(
    fleet: Fleet,
    wheel: Wheel,
    speed: Speed,
    score: Score,
    moment: Moment,
    rules: Rules,
    chosen: tuple[int, int, int],
    came_ns: int,
    work_seconds: float,
    number: int,
) -> Moment:
    """Hand one request, the one with that *number* in this turn, to what `choose` returned, or turn it away."""
    replica, held, lowest = chosen
    if held < fleet.flat[((replica & MOST) << WIDTH_BITS) + Row.ROOM]:
        leaves_ns, waited_ns = assign(fleet, speed, score, rules, replica, held, came_ns, work_seconds, number)
        moment = join(fleet, moment, replica, held, lowest, came_ns)
        free = keep(wheel, moment.free, rules.shift, replica, came_ns, leaves_ns, waited_ns)
        return with_free(moment, free)
    turn(fleet.levels, replica, held)
    score.latency_ns[number] = REJECTED
    return moment


@inlined
def assign(
    fleet: Fleet,
    speed: Speed,
    score: Score,
    rules: Rules,
    replica: int,
    held: int,
    came_ns: int,
    work_seconds: float,
    number: int,
) -> tuple[int, int]:
    """Give one request a slot and a time, and note them; return when it leaves, and its wait as in `Node`."""
    flat, at = fleet.flat, (replica & MOST) << WIDTH_BITS
    slots, size, begins_ns = flat[at + Row.SLOTS], flat[at + Row.SIZE] & MOST, came_ns
    if held >= slots:
        begins_ns = fleet.free_ns[replica & MOST, 0]
    waited_ns = begins_ns - came_ns
    if waited_ns > rules.timeout_ns:
        score.latency_ns[number] = EXPIRED
        return begins_ns, NEVER
    work_ns = int(work_seconds * SECOND_NS + 0.5)
    if not rules.alike:
        company = min(held, slots - 1) & MOST
        work_ns = int(work_ns * speed.slowdown[size, company] + 0.5)
        if waited_ns > speed.patience_ns[size, company]:
            waited_ns = ~waited_ns
    leaves_ns = begins_ns + work_ns
    occupy(fleet.free_ns, replica & MOST, slots, leaves_ns)
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
def join(fleet: Fleet, moment: Moment, replica: int, held: int, lowest: int, came_ns: int) -> Moment:
    """Let one request more than *held* be present from now on, on the *replica* that `choose` returned."""
    flat, at = fleet.flat, (replica & MOST) << WIDTH_BITS
    taken = int(held < flat[at + Row.SLOTS])
    flat[at + Row.HELD] = held + 1
    turn(fleet.levels, replica, held + 1)
    return Moment(
        moment.cursor,
        moment.free,
        lowest,
        moment.present + 1,
        moment.area - came_ns,
        moment.busy + taken,
        moment.busy_area - taken * came_ns,
    )
