"""What a scaling block does over the time of a trace: the policy that the simulator runs."""

from collections.abc import Mapping
from typing import Any

from modelhost.catalog.machine import Machine, machines
from modelhost.catalog.machine import machine as catalogued
from modelhost.planner.autoscalers.autoscaler import Autoscaler
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Balancer, Bounds, Policy
from modelhost.planner.search.followed import autoscaler
from modelhost.planner.search.opening import within
from modelhost.planner.search.timetable import bounds_of, places_of
from modelhost.spec.host import Host
from modelhost.spec.kind import EndpointKind
from modelhost.spec.scaling import ScalingSpec
from modelhost.spec.strategy.strategy import Strategy


def deployed(
    scaling: Mapping[str, Any],
    machine: str,
    trace: Trace,
    startup_seconds: float = 0.0,
    balancer: Balancer = Balancer.LEAST_OUTSTANDING,
) -> Policy:
    """Return what the *scaling* block of an endpoint on *machine* does over the time of *trace*.

    Where a clock or demand moves the size, the policy is a ladder of `sizes_of`. ValueError when it follows a load
    that cannot be simulated, or says two things at once that the simulator has no joint account of.
    """
    chosen = strategy_of(scaling, machine, startup_seconds)
    moved = autoscaler(chosen, _machine(machine))
    if chosen.clock_owned_size:
        return _ladder(chosen, machine, trace, balancer, moved)
    low, high = chosen.bounds
    schedule = [entry.model_dump(exclude_none=True) for entry in chosen.schedule]
    bounds = bounds_of(schedule, low, high, trace) if schedule else Bounds.constant(low, high)
    initial = min(max(chosen.count, int(bounds.low[0])), int(bounds.high[0]))
    if chosen.hours is not None:
        bounds = within(bounds, chosen.hours, chosen.count, trace)
    return Policy(moved, bounds, initial, balancer)


def strategy_of(scaling: Mapping[str, Any], machine: str, startup_seconds: float = 0.0) -> Strategy:
    """Return the strategy in force of a *scaling* block with every value decided."""
    spec = ScalingSpec.model_validate(dict(scaling))
    host = Host(_machine(machine), EndpointKind.REALTIME, round(startup_seconds))
    return spec.chosen.decide(spec, [entry for _, entry in spec.entries()], host)


def sizes_of(chosen: Strategy, machine: str) -> tuple[str, ...]:
    """Return the machine types that a clock or demand chooses from, smallest first; empty where nothing does."""
    if not chosen.clock_owned_size:
        return ()
    return tuple(dict.fromkeys([*chosen.ladder_sizes, machine]))


def _ladder(chosen: Strategy, machine: str, trace: Trace, balancer: Balancer, moved: Autoscaler) -> Policy:
    """Return a fleet whose size moves: bounds tell the place of the size among `sizes_of`, from 1."""
    if chosen.hours is not None:
        raise ValueError("scaling.hours: the endpoint's absence beside sizes that move is not simulated")
    if any(entry.numbers() for entry in chosen.schedule):
        raise ValueError("scaling.schedule: counts and sizes that both move are not simulated together")
    sizes = sizes_of(chosen, machine)
    place = sizes.index(machine) + 1
    schedule = [entry.model_dump(exclude_none=True) for entry in chosen.schedule]
    if chosen.demand_ladder is not None:
        if schedule:
            raise ValueError("scaling.schedule.size: sizes by the clock beside a ladder by demand are not simulated")
        bounds = Bounds.constant(1, len(sizes))
    else:
        bounds = places_of(schedule, sizes, place, trace)
    return Policy(moved, bounds, min(max(place, int(bounds.low[0])), int(bounds.high[0])), balancer, chosen.count)


def _machine(name: str) -> Machine | None:
    """Return the machine type, none where the catalogue has no such."""
    return catalogued(name) if name in machines() else None
