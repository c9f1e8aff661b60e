"""Requests, one after the other: whatever becomes of each is known when it arrives, for a replica is first come, first
served, and a slot that finishes takes the head of the queue at once (Kiefer and Wolfowitz, Trans. AMS 78, 1955)."""

from typing import NamedTuple

from modelhost.planner.array import Counts
from modelhost.planner.balancers.choose import choose
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS
from modelhost.planner.compiled import inlined, leaf
from modelhost.planner.simulation.latency import bucket
from modelhost.planner.simulation.layout import At, Chunk, Tally, World
from modelhost.planner.simulation.moment import Moment, Rules, bring_back, moment_of, rules_of
from modelhost.planner.simulation.ranking import turn
from modelhost.planner.simulation.wheel import keep, release

IN_FLEET = (1 << 32) - 1
HOUR_NS = HOUR_SECONDS * SECOND_NS


class Fate(NamedTuple):
    """What becomes of a request, or of several together."""

    rejected: int
    timed_out: int
    started: int
    waited_ns: int
    within: int


@leaf
def serve(world: World, chunk: Chunk, first: int, until_ns: int) -> int:
    """Handle the requests from *first* on that arrive before *until_ns*; return the first that is not handled.

    It stops early when no node is free.
    """
    now, place = world.now, first
    moment, rules = moment_of(now), rules_of(now)
    total, peak = Fate(0, 0, 0, 0, 0), now[At.PEAK]
    while place < len(chunk.arrival_ns):
        came_ns = chunk.arrival_ns[place]
        if came_ns >= until_ns or moment.free == 0:
            break
        moment = release(world, moment, rules, came_ns)
        dice = chunk.dice[place] if len(chunk.dice) else 0
        moment, fate = admit(world, moment, rules, came_ns, chunk.work_seconds[place], dice)
        total, peak = together(total, fate), max(peak, moment.present)
        place += 1
    bring_back(now, moment)
    now[At.PEAK] = peak
    if first < place:
        count(world, total, place - first, chunk.arrival_ns[first] // HOUR_NS)
    return place


@inlined
def together(one: Fate, other: Fate) -> Fate:
    """Return the sum of two fates."""
    return Fate(
        one.rejected + other.rejected,
        one.timed_out + other.timed_out,
        one.started + other.started,
        one.waited_ns + other.waited_ns,
        one.within + other.within,
    )


@inlined
def count(world: World, total: Fate, offered: int, hour: int) -> None:
    """Count requests that arrived in one clock-hour."""
    now, row = world.now, world.tally[world.now[At.COUNTED]]
    now[At.ARRIVED] += offered
    now[At.REFUSED] += total.rejected
    row[Tally.OFFERED] += offered
    row[Tally.WITHIN] += total.within
    row[Tally.REJECTED] += total.rejected
    row[Tally.TIMED_OUT] += total.timed_out
    row[Tally.STARTED] += total.started
    row[Tally.WAITED_NS] += total.waited_ns
    world.hours[0, hour] += offered
    world.hours[1, hour] += total.within


@inlined
def admit(
    world: World, moment: Moment, rules: Rules, came_ns: int, work_seconds: float, dice: int
) -> tuple[Moment, Fate]:
    """Hand one request to a replica, or turn it away."""
    if rules.serving == 0:
        return moment, Fate(1, 0, 0, 0, 0)
    chosen, lowest = choose(world, moment, rules, dice)
    replica = chosen & IN_FLEET
    held = world.fleet.held[replica]
    if held >= world.fleet.room[replica]:
        return moment, Fate(1, 0, 0, 0, 0)
    leaves_ns, fate = assign(world, rules, replica, held, came_ns, work_seconds)
    return join(world, moment, rules, replica, held, lowest, came_ns, leaves_ns), fate


@inlined
def assign(world: World, rules: Rules, replica: int, held: int, came_ns: int, work_seconds: float) -> tuple[int, Fate]:
    """Give one request a slot and a time; return when it leaves, and what becomes of it."""
    fleet, sizes = world.fleet, world.sizes
    slots, size = fleet.slots[replica], fleet.size[replica]
    begins_ns, company = came_ns, held
    if held >= slots:
        begins_ns, company = fleet.free_ns[replica, 0], slots - 1
    waited_ns = begins_ns - came_ns
    if waited_ns > rules.timeout_ns:
        return begins_ns, Fate(0, 1, 0, 0, 0)
    work_ns = int(work_seconds * SECOND_NS + 0.5)
    leaves_ns = begins_ns + int(work_ns * sizes.slowdown[size, company] + 0.5)
    occupy(fleet.free_ns, replica, slots, leaves_ns)
    latency_ns = leaves_ns - came_ns
    if latency_ns > rules.timeout_ns:
        return leaves_ns, Fate(0, 1, 1, waited_ns, 0)
    world.histogram[rules.row, bucket(latency_ns)] += 1
    within = latency_ns <= rules.latency_ns and waited_ns <= sizes.patience_ns[size, company]
    return leaves_ns, Fate(0, 0, 1, waited_ns, int(within))


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
def join(
    world: World, moment: Moment, rules: Rules, replica: int, held: int, lowest: int, came_ns: int, leaves_ns: int
) -> Moment:
    """Let one request be present on *replica*, a serving one, until *leaves_ns*."""
    fleet = world.fleet
    since = came_ns - rules.tick_began
    taken, more = int(held < fleet.slots[replica]), held + 1
    fleet.held[replica] = more
    fleet.last_ns[replica] = max(fleet.last_ns[replica], leaves_ns)
    turn(fleet.levels, replica, held)
    turn(fleet.levels, replica, more)
    return Moment(
        moment.cursor,
        keep(world, moment.free, rules.shift, replica, came_ns, leaves_ns),
        lowest,
        moment.present + 1,
        moment.area - since,
        moment.busy + taken,
        moment.busy_area - taken * since,
    )
