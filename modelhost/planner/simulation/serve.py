"""Requests, one after the other: whatever becomes of each is known when it arrives, for a replica is first come, first
served, and a slot that finishes takes the head of the queue at once (Kiefer and Wolfowitz, Trans. AMS 78, 1955)."""

from modelhost.planner.array import Counts
from modelhost.planner.balancers.choose import choose
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS
from modelhost.planner.compiled import inlined, leaf
from modelhost.planner.simulation.count import count
from modelhost.planner.simulation.layout import EXPIRED, REJECTED, At, Chunk, World
from modelhost.planner.simulation.moment import Moment, Rules, bring_back, moment_of, rules_of
from modelhost.planner.simulation.ranking import turn
from modelhost.planner.simulation.wheel import keep, release

IN_FLEET = (1 << 32) - 1
HOUR_NS = HOUR_SECONDS * SECOND_NS


@leaf
def serve(world: World, chunk: Chunk, first: int, until_ns: int) -> int:
    """Handle the requests from *first* on that arrive before *until_ns*; return the first that is not handled.

    It stops early when no node is free, and after as many as it can count at once.
    """
    now, place = world.now, first
    moment, rules, peak = moment_of(now), rules_of(now), now[At.PEAK]
    end = min(len(chunk.arrival_ns), first + len(world.latency_ns))
    while place < end:
        came_ns = chunk.arrival_ns[place]
        if came_ns >= until_ns or moment.free == 0:
            break
        moment = release(world, moment, rules, came_ns)
        dice = chunk.dice[place] if len(chunk.dice) else 0
        moment = admit(world, moment, rules, came_ns, chunk.work_seconds[place], dice, place - first)
        peak = max(peak, moment.present)
        place += 1
    bring_back(now, moment)
    now[At.PEAK] = peak
    if first < place:
        count(world, rules, place - first, chunk.arrival_ns[first] // HOUR_NS)
    return place


@inlined
def admit(
    world: World, moment: Moment, rules: Rules, came_ns: int, work_seconds: float, dice: int, number: int
) -> Moment:
    """Hand one request, the one with that *number* in this turn, to a replica, or turn it away."""
    if rules.serving > 0:
        chosen, lowest = choose(world, moment, rules, dice)
        replica = chosen & IN_FLEET
        held = world.fleet.held[replica]
        if held < world.fleet.room[replica]:
            leaves_ns = assign(world, rules, replica, held, came_ns, work_seconds, number)
            return join(world, moment, rules, replica, held, lowest, came_ns, leaves_ns)
    world.latency_ns[number] = REJECTED
    return moment


@inlined
def assign(world: World, rules: Rules, replica: int, held: int, came_ns: int, work_seconds: float, number: int) -> int:
    """Give one request a slot and a time, and note them; return when it leaves."""
    fleet, sizes = world.fleet, world.sizes
    slots, size = fleet.slots[replica], fleet.size[replica]
    begins_ns, company = came_ns, held
    if held >= slots:
        begins_ns, company = fleet.free_ns[replica, 0], slots - 1
    waited_ns = begins_ns - came_ns
    if waited_ns > rules.timeout_ns:
        world.latency_ns[number] = EXPIRED
        return begins_ns
    work_ns = int(work_seconds * SECOND_NS + 0.5)
    leaves_ns = begins_ns + int(work_ns * sizes.slowdown[size, company] + 0.5)
    occupy(fleet.free_ns, replica, slots, leaves_ns)
    world.latency_ns[number] = leaves_ns - came_ns
    world.waited_ns[number] = waited_ns if waited_ns <= sizes.patience_ns[size, company] else ~waited_ns
    return leaves_ns


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
