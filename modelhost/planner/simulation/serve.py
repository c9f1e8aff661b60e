"""Requests, one after the other: whatever becomes of each is known when it arrives, for a replica is first come, first
served, and a slot that finishes takes the head of the queue at once (Kiefer and Wolfowitz, Trans. AMS 78, 1955)."""

from modelhost.planner.array import Counts
from modelhost.planner.balancers.choose import choose
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS
from modelhost.planner.compiled import inlined, leaf
from modelhost.planner.simulation.latency import bucket
from modelhost.planner.simulation.layout import At, Chunk, Tally, World
from modelhost.planner.simulation.ranking import enter, leave
from modelhost.planner.simulation.wheel import keep, release

HOUR_NS = HOUR_SECONDS * SECOND_NS
EXPIRED = -1


@leaf
def serve(world: World, chunk: Chunk, first: int, until_ns: int) -> int:
    """Handle the requests from *first* on that arrive before *until_ns*; return the first that is not handled.

    It stops early when no node is free.
    """
    now, place = world.now, first
    while place < len(chunk.arrival_ns):
        came_ns = chunk.arrival_ns[place]
        if came_ns >= until_ns or now[At.FREE] < 0:
            break
        release(world, came_ns)
        dice = chunk.dice[place] if len(chunk.dice) else 0
        admit(world, came_ns, chunk.work_seconds[place], dice)
        place += 1
    count(world, chunk, first, place)
    return place


@inlined
def count(world: World, chunk: Chunk, first: int, last: int) -> None:
    """Count the requests that were offered; they all arrived in one clock-hour."""
    if first < last:
        world.now[At.ARRIVED] += last - first
        world.tally[world.now[At.COUNTED], Tally.OFFERED] += last - first
        world.hours[0, chunk.arrival_ns[first] // HOUR_NS] += last - first


@inlined
def admit(world: World, came_ns: int, work_seconds: float, dice: int) -> None:
    """Hand one request to a replica, or turn it away."""
    now = world.now
    if now[At.SERVING] > 0:
        replica = choose(world, now[At.BALANCER], dice)
        held = world.fleet.outstanding[replica]
        if held < world.sizes.room[world.fleet.size[replica]]:
            leaves_ns = assign(world, replica, held, came_ns, work_seconds)
            join(world, replica, held, came_ns, leaves_ns)
            return
    now[At.REFUSED] += 1
    world.tally[now[At.COUNTED], Tally.REJECTED] += 1


@inlined
def assign(world: World, replica: int, held: int, came_ns: int, work_seconds: float) -> int:
    """Give one request a slot and a time, and count what comes of it; return when it leaves."""
    fleet, sizes, now = world.fleet, world.sizes, world.now
    size = fleet.size[replica]
    slots = sizes.slots[size]
    row = now[At.COUNTED]
    begins_ns, company = came_ns, held
    if held >= slots:
        begins_ns, company = fleet.free_ns[replica, 0], slots - 1
    waited_ns = begins_ns - came_ns
    if waited_ns > now[At.TIMEOUT_NS]:
        world.tally[row, Tally.TIMED_OUT] += 1
        return begins_ns
    work_ns = int(work_seconds * SECOND_NS + 0.5)
    leaves_ns = begins_ns + int(work_ns * sizes.slowdown[size, company] + 0.5)
    occupy(fleet.free_ns, replica, slots, leaves_ns)
    world.tally[row, Tally.STARTED] += 1
    world.tally[row, Tally.WAITED_NS] += waited_ns
    finish(world, row, came_ns, leaves_ns, waited_ns <= sizes.patience_ns[size, company])
    return leaves_ns


@inlined
def finish(world: World, row: int, came_ns: int, leaves_ns: int, patient: bool) -> None:
    """Count a request that will have been computed."""
    latency_ns = leaves_ns - came_ns
    if latency_ns > world.now[At.TIMEOUT_NS]:
        world.tally[row, Tally.TIMED_OUT] += 1
        return
    world.histogram[row, bucket(latency_ns)] += 1
    if patient and latency_ns <= world.now[At.LATENCY_NS]:
        world.tally[row, Tally.WITHIN] += 1
        world.hours[1, came_ns // HOUR_NS] += 1


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
def join(world: World, replica: int, held: int, came_ns: int, leaves_ns: int) -> None:
    """Let one request be present on *replica*, a serving one, until *leaves_ns*."""
    fleet, now = world.fleet, world.now
    since = came_ns - now[At.TICK_BEGAN]
    now[At.PRESENT] += 1
    now[At.PEAK] = max(now[At.PEAK], now[At.PRESENT])
    now[At.AREA] -= since
    if held < world.sizes.slots[fleet.size[replica]]:
        now[At.BUSY] += 1
        now[At.BUSY_AREA] -= since
    fleet.outstanding[replica] = held + 1
    fleet.last_ns[replica] = max(fleet.last_ns[replica], leaves_ns)
    leave(fleet.levels, replica, held)
    enter(fleet.levels, now, replica, held + 1)
    keep(world, replica, came_ns, leaves_ns)
