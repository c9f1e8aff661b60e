"""Replicas that come and go."""

from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.layout import NEVER, At, Phase, World
from modelhost.planner.simulation.ranking import turn


@leaf
def settle(world: World, now_ns: int) -> bool:
    """Launch or take away replicas until as many start and serve as are wanted; say no when places lack."""
    now = world.now
    now[At.UNSETTLED] = 0
    while now[At.SERVING] + now[At.STARTING] > now[At.WANTED]:
        take_away(world, now_ns)
    while now[At.SERVING] + now[At.STARTING] < now[At.WANTED]:
        place = vacant(world)
        if place < 0:
            now[At.UNSETTLED], now[At.SETTLE_NS] = 1, now_ns
            return False
        launch(world, place, now_ns)
    return True


@leaf
def vacant(world: World) -> int:
    """Return the lowest place without a replica, -1 for none."""
    for place in range(len(world.fleet.phase)):
        if world.fleet.phase[place] == Phase.NONE:
            return place
    return -1


@leaf
def launch(world: World, place: int, now_ns: int) -> None:
    """Start a replica; it is paid for from now on."""
    now, fleet = world.now, world.fleet
    serial = now[At.LAUNCHES]
    fleet.phase[place] = Phase.STARTING
    fleet.launched[place] = serial
    fleet.slots[place], fleet.room[place] = world.sizes.slots[0], world.sizes.room[0]
    fleet.ready_ns[place] = now_ns + world.startup_ns[serial % len(world.startup_ns)]
    fleet.free_ns[place, :] = 0
    fleet.last_ns[place] = 0
    now[At.LAUNCHES] = serial + 1
    now[At.STARTING] += 1
    now[At.NEXT_READY] = min(now[At.NEXT_READY], fleet.ready_ns[place])


@leaf
def open_ready(world: World, now_ns: int) -> None:
    """Let every replica serve that is ready, in the order of their launches."""
    now, fleet = world.now, world.fleet
    while True:
        found = -1
        now[At.NEXT_READY] = NEVER
        for place in range(len(fleet.phase)):
            if fleet.phase[place] != Phase.STARTING:
                continue
            if fleet.ready_ns[place] > now_ns:
                now[At.NEXT_READY] = min(now[At.NEXT_READY], fleet.ready_ns[place])
            elif found < 0 or fleet.launched[place] < fleet.launched[found]:
                found = place
        if found < 0:
            return
        now[At.STARTING] -= 1
        begin_service(world, found, now_ns)


@leaf
def begin_service(world: World, place: int, now_ns: int) -> None:
    """Let the replica at *place* take requests."""
    now, fleet = world.now, world.fleet
    slots = int(fleet.slots[place])
    fleet.phase[place] = Phase.SERVING
    fleet.roster[now[At.SERVING]] = place
    now[At.SERVING] += 1
    now[At.SLOTS] += slots
    now[At.SLOT_AREA] -= slots * (now_ns - now[At.TICK_BEGAN])
    now[At.LOWEST] = 0
    turn(fleet.levels, place, 0)


@leaf
def take_away(world: World, now_ns: int) -> None:
    """Stop the replica that was launched last of those that start; else drain one of the least busy.

    Which one SageMaker takes is not documented; that with the fewest outstanding requests, of equals the one launched
    last, is assumed.
    """
    fleet, best = world.fleet, -1
    starting = world.now[At.STARTING] > 0
    for place in range(len(fleet.phase)):
        if fleet.phase[place] != (Phase.STARTING if starting else Phase.SERVING):
            continue
        if best < 0 or precedes(world, place, best):
            best = place
    if starting:
        fleet.phase[best] = Phase.NONE
        world.now[At.STARTING] -= 1
        open_ready(world, -1)
    else:
        drain(world, best, now_ns)


@leaf
def precedes(world: World, one: int, other: int) -> bool:
    """Say whether *one* goes before *other* when the fleet shrinks."""
    fleet = world.fleet
    if fleet.held[one] != fleet.held[other]:
        return bool(fleet.held[one] < fleet.held[other])
    return bool(fleet.launched[one] > fleet.launched[other])


@leaf
def drain(world: World, place: int, now_ns: int) -> None:
    """Let a serving replica take no further request; it ends when the last of its requests has left."""
    now, fleet = world.now, world.fleet
    held, slots = int(fleet.held[place]), int(fleet.slots[place])
    since = now_ns - now[At.TICK_BEGAN]
    turn(fleet.levels, place, held)
    strike(world, place)
    now[At.SLOTS] -= slots
    now[At.SLOT_AREA] += slots * since
    now[At.BUSY] -= min(held, slots)
    now[At.BUSY_AREA] += min(held, slots) * since
    if held:
        fleet.phase[place] = Phase.DRAINING
        now[At.DRAINING] += 1
        now[At.NEXT_GONE] = min(now[At.NEXT_GONE], fleet.last_ns[place])
    else:
        fleet.phase[place] = Phase.NONE


@leaf
def strike(world: World, place: int) -> None:
    """Take a replica off the roster; the others keep their order."""
    now, roster = world.now, world.fleet.roster
    found = 0
    while roster[found] != place:
        found += 1
    now[At.SERVING] -= 1
    for row in range(found, now[At.SERVING]):
        roster[row] = roster[row + 1]
    if now[At.TURN] > found:
        now[At.TURN] -= 1


@leaf
def end_drained(world: World, now_ns: int) -> None:
    """Let every draining replica end whose last request has left."""
    now, fleet = world.now, world.fleet
    now[At.NEXT_GONE] = NEVER
    for place in range(len(fleet.phase)):
        if fleet.phase[place] != Phase.DRAINING:
            continue
        if fleet.last_ns[place] <= now_ns:
            fleet.phase[place] = Phase.NONE
            now[At.DRAINING] -= 1
        else:
            now[At.NEXT_GONE] = min(now[At.NEXT_GONE], fleet.last_ns[place])
