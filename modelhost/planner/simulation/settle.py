"""The fleet on its way to what is wanted: so many replicas, or as many of another size."""

from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.layout import At, Fleet, Phase, Row
from modelhost.planner.simulation.replicas import begin_service, drain, launch, look_ahead, oldest, vacant

ALWAYS = 1 << 62


@leaf
def settle(fleet: Fleet, now_ns: int) -> bool:
    """Launch or take away replicas until as many start and serve as are wanted; say no when places lack.

    A fleet on a ladder keeps its number. When another size is wanted it starts that number of the new size beside the
    old ones, which serve on until all new ones are ready: SageMaker's blue/green update with all traffic at once.
    """
    now = fleet.now
    now[At.UNSETTLED] = 0
    if now[At.LADDER] and not now[At.UPDATING] and now[At.SIZE] != now[At.WANTED] - 1:
        now[At.UPDATING], now[At.SIZE] = 1, now[At.WANTED] - 1
    goal = now[At.LADDER] if now[At.LADDER] else now[At.WANTED]
    while standing(fleet) > goal:
        take_away(fleet, now_ns)
    while standing(fleet) < goal:
        place = vacant(fleet)
        if place < 0:
            now[At.UNSETTLED], now[At.SETTLE_NS] = 1, now_ns
            return False
        launch(fleet, place, now_ns)
    if now[At.UPDATING] and now[At.WAITING] == goal:
        shift(fleet, now_ns)
    return True


@leaf
def standing(fleet: Fleet) -> int:
    """Return how many replicas there are that count towards what is wanted."""
    now = fleet.now
    return int(now[At.STARTING] + (now[At.WAITING] if now[At.UPDATING] else now[At.SERVING]))


@leaf
def shift(fleet: Fleet, now_ns: int) -> None:
    """Drain the replicas of the old size, and let those of the new one serve."""
    now = fleet.now
    while now[At.SERVING]:
        drain(fleet, fleet.roster[0], now_ns)
    while now[At.WAITING]:
        begin_service(fleet, oldest(fleet, Phase.WAITING, ALWAYS), now_ns)
        now[At.WAITING] -= 1
    now[At.UPDATING] = 0


@leaf
def take_away(fleet: Fleet, now_ns: int) -> None:
    """Stop the replica that was launched last of those that start; else drain one of the least busy.

    Which one SageMaker takes is not documented; that with the fewest outstanding requests, of equals the one launched
    last, is assumed.
    """
    now, rows, best = fleet.now, fleet.rows, -1
    for place in range(len(rows)):
        if rows[place, Row.PHASE] == Phase.NONE or rows[place, Row.PHASE] == Phase.DRAINING:
            continue
        if (now[At.STARTING] == 0) != (rows[place, Row.PHASE] == Phase.SERVING):
            continue
        if best < 0 or precedes(fleet, place, best):
            best = place
    if rows[best, Row.PHASE] == Phase.SERVING:
        drain(fleet, best, now_ns)
    else:
        stop(fleet, best)


@leaf
def stop(fleet: Fleet, place: int) -> None:
    """End a replica that has not served yet."""
    now, row = fleet.now, fleet.rows[place]
    if row[Row.PHASE] == Phase.WAITING:
        now[At.WAITING] -= 1
    else:
        now[At.STARTING] -= 1
        now[At.ASKED] -= row[Row.PHASE] == Phase.ASKED
    row[Row.PHASE] = Phase.NONE
    look_ahead(fleet)


@leaf
def precedes(fleet: Fleet, one: int, other: int) -> bool:
    """Say whether *one* goes before *other* when the fleet shrinks."""
    first, second = fleet.rows[one], fleet.rows[other]
    if first[Row.HELD] != second[Row.HELD]:
        return bool(first[Row.HELD] < second[Row.HELD])
    return bool(first[Row.LAUNCHED] > second[Row.LAUNCHED])
