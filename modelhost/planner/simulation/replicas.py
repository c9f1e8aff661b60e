"""Replicas that come and go."""

from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.layout import NEVER, At, Fleet, Phase, Row
from modelhost.planner.simulation.ranking import turn


@leaf
def vacant(fleet: Fleet) -> int:
    """Return the lowest place without a replica, -1 for none."""
    for place in range(len(fleet.rows)):
        if fleet.rows[place, Row.PHASE] == Phase.NONE:
            return place
    return -1


@leaf
def launch(fleet: Fleet, place: int, now_ns: int) -> None:
    """Ask for a machine; the replica is paid for once there is one."""
    now, row = fleet.now, fleet.rows[place]
    serial, size = now[At.LAUNCHES], now[At.SIZE]
    row[Row.PHASE], row[Row.HELD], row[Row.SIZE], row[Row.LAUNCHED] = Phase.ASKED, 0, size, serial
    row[Row.SLOTS], row[Row.ROOM] = fleet.sizes[size, 0], fleet.sizes[size, 1]
    row[Row.DUE_NS] = now_ns + fleet.failing_ns[serial % len(fleet.failing_ns)]
    for slot in range(fleet.free_ns.shape[1]):
        fleet.free_ns[place, slot] = 0
    now[At.LAUNCHES] = serial + 1
    now[At.STARTING] += 1
    now[At.ASKED] += 1
    if row[Row.DUE_NS] == now_ns:
        begin_start(fleet, place, now_ns)
    now[At.NEXT_READY] = min(now[At.NEXT_READY], row[Row.DUE_NS])


@leaf
def begin_start(fleet: Fleet, place: int, now_ns: int) -> None:
    """Start the replica at *place*, for which there is a machine now."""
    row = fleet.rows[place]
    row[Row.ZONE] = emptiest(fleet)
    row[Row.PHASE] = Phase.STARTING
    row[Row.DUE_NS] = now_ns + fleet.startup_ns[row[Row.LAUNCHED] % len(fleet.startup_ns)]
    fleet.now[At.ASKED] -= 1


@leaf
def emptiest(fleet: Fleet) -> int:
    """Return the zone that has not failed and holds the fewest replicas."""
    best, fewest = 0, NEVER
    for zone in range(fleet.now[At.ZONES]):
        if fleet.now[At.ZONES_LOST] >> zone & 1:
            continue
        held = 0
        for place in range(len(fleet.rows)):
            held += fleet.rows[place, Row.PHASE] > Phase.ASKED and fleet.rows[place, Row.ZONE] == zone
        if held < fewest:
            best, fewest = zone, held
    return best


@leaf
def oldest(fleet: Fleet, phase: int, until_ns: int) -> int:
    """Return the replica in *phase* that is due until then and was launched first, -1 for none."""
    found, rows = -1, fleet.rows
    for place in range(len(rows)):
        if (
            rows[place, Row.PHASE] == phase
            and rows[place, Row.DUE_NS] <= until_ns
            and (found < 0 or rows[place, Row.LAUNCHED] < rows[found, Row.LAUNCHED])
        ):
            found = place
    return found


@leaf
def open_ready(fleet: Fleet, now_ns: int) -> None:
    """Start every replica that found a machine, and let every one serve that is ready, in the order of launches."""
    now = fleet.now
    place = oldest(fleet, Phase.ASKED, now_ns)
    while place >= 0:
        begin_start(fleet, place, now_ns)
        place = oldest(fleet, Phase.ASKED, now_ns)
    place = oldest(fleet, Phase.STARTING, now_ns)
    while place >= 0:
        now[At.STARTING] -= 1
        if now[At.UPDATING]:
            fleet.rows[place, Row.PHASE] = Phase.WAITING
            now[At.WAITING] += 1
        else:
            begin_service(fleet, place, now_ns)
        place = oldest(fleet, Phase.STARTING, now_ns)
    look_ahead(fleet)


@leaf
def look_ahead(fleet: Fleet) -> None:
    """Find out again when the next replica is ready and the next draining one ends."""
    now, rows = fleet.now, fleet.rows
    now[At.NEXT_READY] = now[At.NEXT_GONE] = NEVER
    for place in range(len(rows)):
        phase, due_ns = rows[place, Row.PHASE], rows[place, Row.DUE_NS]
        if phase == Phase.ASKED or phase == Phase.STARTING:
            now[At.NEXT_READY] = min(now[At.NEXT_READY], due_ns)
        elif phase == Phase.DRAINING:
            now[At.NEXT_GONE] = min(now[At.NEXT_GONE], due_ns)


@leaf
def begin_service(fleet: Fleet, place: int, now_ns: int) -> None:
    """Let the replica at *place* take requests."""
    now, row = fleet.now, fleet.rows[place]
    row[Row.PHASE], row[Row.DUE_NS] = Phase.SERVING, now_ns
    fleet.roster[now[At.SERVING]] = place
    now[At.SERVING] += 1
    now[At.SLOTS] += row[Row.SLOTS]
    now[At.SLOT_AREA] -= row[Row.SLOTS] * (now_ns - now[At.TICK_BEGAN])
    now[At.LOWEST] = 0
    turn(fleet.levels, place, 0)


@leaf
def leave_service(fleet: Fleet, place: int, now_ns: int) -> None:
    """Take a serving replica off the roster; the others keep their order."""
    now, roster, row = fleet.now, fleet.roster, fleet.rows[place]
    busy, since, found = min(row[Row.HELD], row[Row.SLOTS]), now_ns - now[At.TICK_BEGAN], 0
    turn(fleet.levels, place, row[Row.HELD])
    now[At.SLOTS] -= row[Row.SLOTS]
    now[At.SLOT_AREA] += row[Row.SLOTS] * since
    now[At.BUSY] -= busy
    now[At.BUSY_AREA] += busy * since
    now[At.SERVING] -= 1
    while roster[found] != place:
        found += 1
    for number in range(found, now[At.SERVING]):
        roster[number] = roster[number + 1]
    if now[At.TURN] > found:
        now[At.TURN] -= 1


@leaf
def drain(fleet: Fleet, place: int, now_ns: int) -> None:
    """Let a serving replica take no further request; it ends when the last of its requests has left."""
    now, row = fleet.now, fleet.rows[place]
    leave_service(fleet, place, now_ns)
    row[Row.PHASE] = Phase.NONE
    if row[Row.HELD]:
        row[Row.PHASE] = Phase.DRAINING
        for slot in range(row[Row.SLOTS]):
            row[Row.DUE_NS] = max(row[Row.DUE_NS], fleet.free_ns[place, slot])
        now[At.DRAINING] += 1
        now[At.NEXT_GONE] = min(now[At.NEXT_GONE], row[Row.DUE_NS])


@leaf
def end_drained(fleet: Fleet, now_ns: int) -> None:
    """Let every draining replica end whose last request has left."""
    for place in range(len(fleet.rows)):
        row = fleet.rows[place]
        if row[Row.PHASE] == Phase.DRAINING and row[Row.DUE_NS] <= now_ns:
            row[Row.PHASE] = Phase.NONE
            fleet.now[At.DRAINING] -= 1
    look_ahead(fleet)
