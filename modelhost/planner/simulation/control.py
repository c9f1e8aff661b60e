"""What happens to the fleet between requests, one kind at a time."""

from modelhost.planner.array import Counts
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.decide import decide
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.layout import NEVER, At, World
from modelhost.planner.simulation.moment import bring_back, moment_of, rules_of
from modelhost.planner.simulation.replicas import end_drained, open_ready, settle
from modelhost.planner.simulation.wheel import release

TICK_NS = TICK_SECONDS * SECOND_NS


@leaf
def soonest(now: Counts) -> int:
    """Return when something happens to the fleet next."""
    fleet = min(now[At.NEXT_READY], now[At.NEXT_GONE], now[At.NEXT_BOUND])
    return int(min(fleet, now[At.NEXT_TICK], now[At.WARMUP_NS]))


@leaf
def control(world: World, now_ns: int) -> bool:
    """Do the first thing that is due at *now_ns*, in the order below; say no when places lack."""
    now = world.now
    bring_back(now, release(world, moment_of(now), rules_of(now), now_ns))
    if now[At.NEXT_READY] <= now_ns:
        open_ready(world, now_ns)
    elif now[At.NEXT_GONE] <= now_ns:
        end_drained(world, now_ns)
    elif now[At.NEXT_BOUND] <= now_ns:
        move_bounds(world)
        return settle(world, now_ns)
    elif now[At.WARMUP_NS] <= now_ns:
        now[At.COUNTED] = 1
        now[At.WARMUP_NS] = NEVER
    else:
        ask(world, now_ns)
        return settle(world, now_ns)
    return True


@leaf
def move_bounds(world: World) -> None:
    """Take the next row of the bounds; the wanted number is brought between them at once."""
    now, bounds = world.now, world.bounds
    row = now[At.BOUND]
    now[At.LOW], now[At.HIGH] = bounds[1, row], bounds[2, row]
    now[At.WANTED] = min(max(now[At.WANTED], now[At.LOW]), now[At.HIGH])
    now[At.BOUND] = row + 1
    now[At.NEXT_BOUND] = bounds[0, row + 1] if row + 1 < bounds.shape[1] else NEVER


@leaf
def ask(world: World, now_ns: int) -> None:
    """Show the autoscaler the ten seconds that end now, and take its word."""
    now = world.now
    look(world, now_ns)
    low, high = now[At.LOW], now[At.HIGH]
    wanted = decide(now[At.KIND], world.parameters, world.memory, world.sample, low, high)
    now[At.WANTED] = min(max(wanted, low), high)
    now[At.TICK_BEGAN], now[At.NEXT_TICK] = now_ns, now_ns + TICK_NS
    now[At.AREA], now[At.BUSY_AREA], now[At.SLOT_AREA] = 0, 0, 0
    now[At.ARRIVED], now[At.REFUSED], now[At.PEAK] = 0, 0, now[At.PRESENT]


@leaf
def look(world: World, now_ns: int) -> None:
    """Write what is known about the time since the last tick into the sample."""
    now, sample = world.now, world.sample
    slot_area = now[At.SLOT_AREA] + now[At.SLOTS] * TICK_NS
    sample[Sample.NOW_SECONDS] = now_ns / SECOND_NS
    sample[Sample.ARRIVALS] = now[At.ARRIVED]
    sample[Sample.CONCURRENCY] = (now[At.AREA] + now[At.PRESENT] * TICK_NS) / TICK_NS
    sample[Sample.CONCURRENCY_PEAK] = now[At.PEAK]
    sample[Sample.SERVING] = now[At.SERVING]
    sample[Sample.STARTING] = now[At.STARTING]
    sample[Sample.WANTED] = now[At.WANTED]
    sample[Sample.BUSY] = (now[At.BUSY_AREA] + now[At.BUSY] * TICK_NS) / slot_area if slot_area > 0 else 0.0
    sample[Sample.REFUSED] = now[At.REFUSED]
