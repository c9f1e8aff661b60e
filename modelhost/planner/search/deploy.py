"""What a scaling block does over the time of a trace: the policy that the simulator runs."""

from collections.abc import Mapping
from typing import Any

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.planner.autoscalers.autoscaler import Autoscaler
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Balancer, Bounds, Policy
from modelhost.planner.search.timetable import bounds_of
from modelhost.spec.host import Host
from modelhost.spec.kind import EndpointKind
from modelhost.spec.scaling import ScalingSpec
from modelhost.spec.strategy.strategy import Strategy
from modelhost.spec.target import Target
from modelhost.spec.target_metric import TargetMetric

METRICS = {TargetMetric.INVOCATIONS: Metric.INVOCATIONS, TargetMetric.CONCURRENCY: Metric.CONCURRENCY}
"""Loads that the simulator can follow."""


def deployed(
    scaling: Mapping[str, Any],
    machine: str,
    trace: Trace,
    startup_seconds: float = 0.0,
    balancer: Balancer = Balancer.LEAST_OUTSTANDING,
) -> Policy:
    """Return what the *scaling* block of an endpoint on *machine* does over the time of *trace*.

    ValueError when it follows a load that the simulator does not know, or has a field that is not simulated.
    """
    spec = ScalingSpec.model_validate(dict(scaling))
    host = Host(catalogued(machine) if machine in machines() else None, EndpointKind.REALTIME, round(startup_seconds))
    chosen = spec.chosen.decide(spec, [entry for _, entry in spec.entries()], host)
    _simulated(chosen)
    low, high = chosen.bounds
    schedule = [entry.model_dump(exclude_none=True) for _, entry in spec.entries()]
    bounds = bounds_of(schedule, low, high, trace) if schedule else Bounds.constant(low, high)
    initial = min(max(chosen.count, int(bounds.low[0])), int(bounds.high[0]))
    return Policy(_autoscaler(chosen), bounds, initial, balancer)


def _simulated(chosen: Strategy) -> None:
    """Raise ValueError naming each field in force that the simulator would leave out."""
    sized = [place for place, entry in enumerate(chosen.schedule) if entry.size is not None]
    found = (
        (chosen.hours is not None, "scaling.hours: the endpoint's absence"),
        (chosen.demand_ladder is not None, "scaling.ladder: another machine by demand"),
        (bool(sized), "scaling.schedule.size: another machine by the clock"),
    )
    wrong = [f"{text} is not simulated; leave it out" for there, text in found if there]
    if wrong:
        raise ValueError("\n".join(wrong))


def _autoscaler(chosen: Strategy) -> Autoscaler:
    """Return what moves the number of replicas between the bounds."""
    if not chosen.follows_demand:
        return Fixed()
    targets: list[Target] = getattr(chosen, "targets", [])
    if len(targets) != 1 or getattr(chosen, "steps", []):
        raise ValueError(
            "scaling: follows several loads or steps, which the planner does not simulate; keep one target"
        )
    return _tracking(targets[0])


def _tracking(target: Target) -> TargetTracking:
    """Return the target tracking that AWS makes of *target*."""
    if target.metric not in METRICS:
        known = " or ".join(METRICS)
        raise ValueError(f"scaling.target.metric: {target.metric} is not simulated; use {known}")
    return TargetTracking(
        METRICS[target.metric],
        target.value,
        scale_out_cooldown_seconds=target.scale_out_cooldown_seconds,
        scale_in_cooldown_seconds=target.scale_in_cooldown_seconds,
        scale_in=target.scale_in,
    )
