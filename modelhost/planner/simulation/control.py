"""What happens to the fleet between requests, one kind at a time."""

from modelhost.planner.array import Counts
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.decide import decide
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.layout import NEVER, At, Fleet, Plan, Wheel, World
from modelhost.planner.simulation.moment import bring_back, moment_of, rules_of
from modelhost.planner.simulation.replicas import end_drained, open_ready
from modelhost.planner.simulation.settle import settle
from modelhost.planner.simulation.strike import go_wrong
from modelhost.planner.simulation.wheel import release

TICK_NS = TICK_SECONDS * SECOND_NS


@leaf
def soonest(now: Counts) -> int:
    """Return when something happens to the fleet next."""
    fleet = min(now[At.NEXT_READY], now[At.NEXT_GONE], now[At.NEXT_MISHAP])
    return int(min(fleet, now[At.NEXT_BOUND], now[At.NEXT_TICK], now[At.WARMUP_NS]))


@leaf
def control(world: World, now_ns: int) -> bool:
    """Do the first thing that is due at *now_ns*, in the order below; say no when places lack."""
    fleet, plan, now = world.fleet, world.plan, world.fleet.now
    let_leave(fleet, world.wheel, now_ns)
    if now[At.NEXT_GONE] <= now_ns:
        end_drained(fleet, now_ns)
        return True
    if now[At.NEXT_MISHAP] <= now_ns:
        go_wrong(fleet, world.wheel, world.score, plan, now_ns)
    elif now[At.NEXT_READY] <= now_ns:
        open_ready(fleet, now_ns)
    elif now[At.NEXT_BOUND] <= now_ns:
        move_bounds(now, plan.bounds)
    elif now[At.WARMUP_NS] <= now_ns:
        now[At.COUNTED] = 1
        now[At.WARMUP_NS] = NEVER
    else:
        ask(now, plan, now_ns)
    updating = now[At.UPDATING]
    settled = settle(fleet, now_ns)
    if updating and not now[At.UPDATING]:
        for place in range(len(plan.fresh)):
            plan.memory[place] = plan.fresh[place]
        settled = settle(fleet, now_ns)
    return settled


@leaf
def let_leave(fleet: Fleet, wheel: Wheel, now_ns: int) -> None:
    """Let go every request that leaves up to *now_ns*."""
    bring_back(fleet.now, release(fleet, wheel, moment_of(fleet.now), rules_of(fleet.now), now_ns))


@leaf
def move_bounds(now: Counts, bounds: Counts) -> None:
    """Take the next row of the bounds; the wanted number is brought between them at once."""
    row = now[At.BOUND]
    now[At.LOW], now[At.HIGH] = bounds[1, row], bounds[2, row]
    now[At.WANTED] = min(max(now[At.WANTED], now[At.LOW]), now[At.HIGH])
    now[At.BOUND] = row + 1
    now[At.NEXT_BOUND] = bounds[0, row + 1] if row + 1 < bounds.shape[1] else NEVER


@leaf
def ask(now: Counts, plan: Plan, now_ns: int) -> None:
    """Show the autoscaler the ten seconds that end now, and take its word; none is asked during an update.

    A variant that is updated to another size is deregistered before and registered after, with new alarms.
    """
    look(now, plan, now_ns)
    low, high = now[At.LOW], now[At.HIGH]
    if not now[At.UPDATING]:
        wanted = decide(now[At.KIND], plan.parameters, plan.memory, plan.sample, low, high)
        now[At.WANTED] = min(max(wanted, low), high)
    now[At.TICK_BEGAN], now[At.NEXT_TICK] = now_ns, now_ns + TICK_NS
    now[At.AREA], now[At.BUSY_AREA], now[At.SLOT_AREA] = 0, 0, 0
    now[At.ARRIVED], now[At.REFUSED], now[At.PEAK] = 0, 0, now[At.PRESENT]


@leaf
def look(now: Counts, plan: Plan, now_ns: int) -> None:
    """Write what is known about the time since the last tick into the sample."""
    sample, slot_area = plan.sample, now[At.SLOT_AREA] + now[At.SLOTS] * TICK_NS
    sample[Sample.NOW_SECONDS] = now_ns / SECOND_NS
    sample[Sample.ARRIVALS] = now[At.ARRIVED]
    sample[Sample.CONCURRENCY] = (now[At.AREA] + now[At.PRESENT] * TICK_NS) / TICK_NS
    sample[Sample.CONCURRENCY_PEAK] = now[At.PEAK]
    sample[Sample.SERVING] = now[At.SERVING]
    sample[Sample.STARTING] = now[At.STARTING]
    sample[Sample.WANTED] = now[At.WANTED]
    sample[Sample.BUSY] = (now[At.BUSY_AREA] + now[At.BUSY] * TICK_NS) / slot_area if slot_area > 0 else 0.0
    sample[Sample.REFUSED] = now[At.REFUSED]
