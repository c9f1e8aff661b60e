"""Requests counted by what became of them, apart from the loop that decides it, so that both keep to the registers."""

from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.latency import bucket
from modelhost.planner.simulation.layout import EXPIRED, REJECTED, At, Tally, World
from modelhost.planner.simulation.moment import Rules


@leaf
def count(world: World, rules: Rules, offered: int, hour: int) -> None:
    """Count the *offered* requests that the loop has just handled; they arrived in one clock-hour."""
    rejected, timed_out, started, waited_ns, within = 0, 0, 0, 0, 0
    for number in range(offered):
        latency_ns, waited = world.latency_ns[number], world.waited_ns[number]
        if latency_ns < 0:
            rejected += latency_ns == REJECTED
            timed_out += latency_ns == EXPIRED
            continue
        started += 1
        waited_ns += waited if waited >= 0 else ~waited
        if latency_ns > rules.timeout_ns:
            timed_out += 1
            continue
        world.histogram[rules.row, bucket(latency_ns)] += 1
        within += int(waited >= 0) & int(latency_ns <= rules.latency_ns)
    now, row = world.now, world.tally[rules.row]
    now[At.ARRIVED] += offered
    now[At.REFUSED] += rejected
    row[Tally.OFFERED] += offered
    row[Tally.WITHIN] += within
    row[Tally.REJECTED] += rejected
    row[Tally.TIMED_OUT] += timed_out
    row[Tally.STARTED] += started
    row[Tally.WAITED_NS] += waited_ns
    world.hours[0, hour] += offered
    world.hours[1, hour] += within
