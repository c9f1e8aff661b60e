"""Who moves the number of an endpoint's replicas, and its size, where that is not Pulumi."""

from collections.abc import Callable
from typing import Any

import pulumi

from components.hosted import Hosted
from components.scaling.scalable_target import ScalableTarget
from components.scaling.scheduled_scaling import ScheduledScaling, clock_owned
from components.scaling.step_scaling import StepScaling, alarm_name
from components.scaling.target_tracking import TargetTracking
from components.scaling.wake_up import wake_up
from infra.scaling_machine import add_machine
from infra.scaling_subject import Subject
from infra.stage import Stage
from modelhost.spec.step import StepScaling as StepScalingPlan
from modelhost.spec.strategy import Auto, Horizontal, Strategy, Vertical
from modelhost.spec.target import Target


def scale(stage: Stage, key: str, hosted: Hosted, strategy: Strategy) -> None:
    """Let demand, the clock, or both move what Pulumi does not keep."""
    STRATEGIES[type(strategy)](Subject(stage, key, hosted), strategy)


def follow_demand(subject: Subject, auto: Auto) -> None:
    """Scale between bounds with the load, and move those bounds by the clock where a schedule says so."""
    target = _register(subject, auto)
    for place, each in enumerate(auto.targets):
        _track(subject, target, each, released=place == 0)
    for step in [*auto.steps, *([wake_up(subject.spec.kind)] if auto.wakes else [])]:
        _step(subject, target, step)
    add_machine(subject, auto)


def keep_count(subject: Subject, fixed: Strategy) -> None:
    """Keep the count until the first firing, then what the clock says; the machine does the same for the size.

    The clock owns both bounds, so an `up` between two firings does not undo the last one, and `drift` is silent about
    it. The other side of that: a count, or a strategy, that is changed later waits for the next firing.
    """
    if fixed.clocked:
        _register(subject, fixed)
    add_machine(subject, fixed)


STRATEGIES: dict[type[Strategy], Callable[[Subject, Any], None]] = {
    Horizontal: keep_count,
    Vertical: keep_count,
    Auto: follow_demand,
}
"""What each strategy adds to an endpoint."""


def _register(subject: Subject, strategy: Strategy) -> ScalableTarget:
    """Register the endpoint under one name whatever the strategy, so that changing it updates the bounds in place."""
    low, high = strategy.bounds
    target = ScalableTarget(
        f"{subject.name}-scaling",
        {
            "resource_id": subject.resource_id,
            "dimension": subject.scalable.dimension,
            "min_count": low,
            "max_count": high,
            "clock_owned": clock_owned(strategy.schedule),
        },
        subject.options,
    )
    if strategy.clocked:
        ScheduledScaling(
            f"{subject.name}-clock",
            {"resource_id": target.resource_id, "dimension": subject.scalable.dimension, "schedule": strategy.schedule},
            subject.options,
        )
    return target


def _track(subject: Subject, target: ScalableTarget, spec: Target, *, released: bool) -> None:
    """Hold one load; the first policy was the only one once, under a name without its metric."""
    former = pulumi.ResourceOptions(aliases=[pulumi.Alias(name=f"{subject.name}-tracking")]) if released else None
    TargetTracking(
        f"{subject.name}-tracking-{spec.name}",
        {
            "resource_id": target.resource_id,
            "dimension": subject.scalable.dimension,
            "dimensions": subject.named(spec.customized) if spec.customized else {},
            "per_dimensions": subject.named(spec.customized.per) if spec.customized and spec.customized.per else {},
            "spec": spec,
        },
        pulumi.ResourceOptions.merge(subject.options, former),
    )


def _step(subject: Subject, target: ScalableTarget, spec: StepScalingPlan) -> None:
    """Add a policy of steps with its alarm, whose name no alarm that guards the endpoint has."""
    StepScaling(
        f"{subject.name}-steps-{spec.name}",
        {
            "resource_id": target.resource_id,
            "dimension": subject.scalable.dimension,
            "dimensions": subject.named(spec.metric),
            "alarm_name": alarm_name(subject.endpoint_name, spec),
            "spec": spec,
        },
        subject.options,
    )
