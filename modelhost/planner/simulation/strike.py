"""Replicas that end at once, and the requests that are lost with them."""

from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS
from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.latency import bucket
from modelhost.planner.simulation.layout import (
    NEVER,
    At,
    Fleet,
    Mishap,
    Node,
    Phase,
    Plan,
    Row,
    Score,
    Tally,
    Wheel,
)
from modelhost.planner.simulation.replicas import leave_service, look_ahead
from modelhost.planner.simulation.settle import stop

HOUR_NS = HOUR_SECONDS * SECOND_NS


@leaf
def go_wrong(fleet: Fleet, wheel: Wheel, score: Score, plan: Plan, now_ns: int) -> None:
    """Let the next mishap happen."""
    now, mishaps = fleet.now, plan.mishaps
    row = now[At.MISHAP]
    kind, which = mishaps[1, row], mishaps[2, row]
    now[At.MISHAP] = row + 1
    now[At.NEXT_MISHAP] = mishaps[0, row + 1] if row + 1 < mishaps.shape[1] else NEVER
    if kind == Mishap.ZONE_BACK:
        now[At.ZONES_LOST] &= ~(1 << which)
    elif kind == Mishap.ZONE_LOST:
        now[At.ZONES_LOST] |= 1 << which
        for place in range(len(fleet.rows)):
            if fleet.rows[place, Row.PHASE] > Phase.ASKED and fleet.rows[place, Row.ZONE] == which:
                end(fleet, wheel, score, place, now_ns)
    elif which < now[At.SERVING]:
        end(fleet, wheel, score, fleet.roster[which], now_ns)


@leaf
def end(fleet: Fleet, wheel: Wheel, score: Score, place: int, now_ns: int) -> None:
    """End the replica at *place* with all that it holds."""
    now, row = fleet.now, fleet.rows[place]
    if row[Row.PHASE] == Phase.STARTING or row[Row.PHASE] == Phase.WAITING:
        stop(fleet, place)
        return
    if row[Row.PHASE] == Phase.SERVING:
        leave_service(fleet, place, now_ns)
    else:
        now[At.DRAINING] -= 1
    now[At.PRESENT] -= row[Row.HELD]
    now[At.AREA] += row[Row.HELD] * (now_ns - now[At.TICK_BEGAN])
    row[Row.PHASE], row[Row.HELD] = Phase.NONE, 0
    for bucket_of in range(len(wheel.heads)):
        lose(fleet, wheel, score, bucket_of, place)
    look_ahead(fleet)


@leaf
def lose(fleet: Fleet, wheel: Wheel, score: Score, bucket_of: int, place: int) -> None:
    """Take the requests of the replica at *place* from a bucket of the wheel."""
    nodes, node, stays = wheel.nodes, wheel.heads[bucket_of] + 0, 0
    while node:
        following = nodes[node + Node.FOLLOWING]
        if nodes[node + Node.REPLICA] == place:
            leaves_ns, waited_ns = nodes[node + Node.LEAVES_NS], nodes[node + Node.WAITED_NS]
            take_back(fleet, score, nodes[node + Node.CAME_NS], leaves_ns, waited_ns)
            nodes[node + Node.FOLLOWING] = fleet.now[At.FREE]
            fleet.now[At.FREE] = node
            if stays:
                nodes[stays + Node.FOLLOWING] = following
            else:
                wheel.heads[bucket_of] = following
        else:
            stays = node
        node = following


@leaf
def take_back(fleet: Fleet, score: Score, came_ns: int, leaves_ns: int, waited_ns: int) -> None:
    """Count a request as lost in place of what would have become of it."""
    now = fleet.now
    row = int(now[At.COUNTED] == 1 and came_ns >= now[At.COUNTED_NS])
    tally, latency_ns = score.tally[row], leaves_ns - came_ns
    tally[Tally.LOST] += 1
    if waited_ns == NEVER:
        tally[Tally.TIMED_OUT] -= 1
        return
    tally[Tally.STARTED] -= 1
    tally[Tally.WAITED_NS] -= waited_ns if waited_ns >= 0 else ~waited_ns
    if latency_ns > now[At.TIMEOUT_NS]:
        tally[Tally.TIMED_OUT] -= 1
        return
    score.histogram[row, bucket(latency_ns)] -= 1
    if waited_ns >= 0 and latency_ns <= now[At.LATENCY_NS]:
        tally[Tally.WITHIN] -= 1
        score.hours[1, came_ns // HOUR_NS] -= 1
