"""The bounds of an endpoint's instances, where something else than Pulumi moves their number."""

from collections.abc import Sequence

from components.endpoint_plan import VARIANT
from components.hosted import Hosted
from components.scaling.scalable_target import ScalableTarget
from components.scaling.scheduled_scaling import ScheduledScaling, clock_owned
from components.scaling.target_tracking import TargetTracking
from infra.stage import Stage
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.strategy import Auto, Horizontal, Vertical


def scale(stage: Stage, key: str, hosted: Hosted, strategy: Horizontal | Vertical | Auto) -> None:
    """Let demand or the clock move the number of replicas, where the strategy says so."""
    if isinstance(strategy, Auto):
        follow_demand(stage, key, hosted, strategy)
    elif any(entry.numbers() for entry in strategy.schedule):
        follow_clock(stage, key, hosted, strategy.count, strategy.schedule)


def follow_demand(stage: Stage, key: str, endpoint: Hosted, auto: Auto) -> None:
    """Scale between bounds with the load, and move those bounds by the clock where a schedule says so."""
    target = _target(stage, key, endpoint, (auto.min, auto.max), clock_owned(auto.schedule))
    name, opts = stage.resource_name(key), stage.options(key)
    TargetTracking(f"{name}-tracking", {"resource_id": target.resource_id, "spec": auto.target}, opts)
    if auto.schedule:
        _clock(stage, key, target, auto.schedule)


def follow_clock(stage: Stage, key: str, endpoint: Hosted, count: int, schedule: Sequence[ScheduleSpec]) -> None:
    """Keep *count* instances until the first firing, then what the clock says.

    The clock owns both bounds, so an `up` between two firings does not undo the last one, and `drift` is silent about
    it. The other side of that: a count, or a strategy, that is changed later waits for the next firing.
    """
    target = _target(stage, key, endpoint, (count, count), clock_owned(schedule))
    _clock(stage, key, target, schedule)


def _target(stage: Stage, key: str, endpoint: Hosted, bounds: tuple[int, int], moved: list[str]) -> ScalableTarget:
    """Register the endpoint under one name whatever the strategy, so that changing it updates the bounds in place."""
    low, high = bounds
    return ScalableTarget(
        f"{stage.resource_name(key)}-scaling",
        {
            "endpoint_name": endpoint.endpoint_name,
            "variant_name": VARIANT,
            "min_count": low,
            "max_count": high,
            "clock_owned": moved,
        },
        stage.options(key),
    )


def _clock(stage: Stage, key: str, target: ScalableTarget, schedule: Sequence[ScheduleSpec]) -> None:
    """Add the scheduled actions."""
    ScheduledScaling(
        f"{stage.resource_name(key)}-clock",
        {"resource_id": target.resource_id, "schedule": schedule},
        stage.options(key),
    )
