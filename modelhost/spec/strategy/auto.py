"""Demand-driven between bounds."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.host import Host
from modelhost.spec.hours import HoursSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.replica import ReplicaSpec
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import Bounds, ScheduleSpec
from modelhost.spec.step import StepScaling
from modelhost.spec.strategy.plan import Plan
from modelhost.spec.target import Target, TargetSpec
from modelhost.spec.target_metric import TargetMetric

DERIVED = {
    EndpointKind.ASYNC: TargetMetric.BACKLOG,
    EndpointKind.SERVERLESS: TargetMetric.PROVISIONED_CONCURRENCY,
}
"""The load that is followed when the stack file does not say, where that is not concurrency."""


class Auto(Spec):
    """Demand-driven between bounds."""

    min: int
    """Fewest replicas."""
    max: int
    """Most replicas."""
    count: int
    """Replicas at creation."""
    targets: list[Target] = Field(default=[])
    """Loads per replica to hold; the one that asks for most wins."""
    steps: list[StepScaling] = Field(default=[])
    """Step-scaling policies."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Floors, ceilings and counts by the clock."""
    hours: HoursSpec | None = None
    """Hours in which the endpoint exists; always when none are given."""

    @property
    def wakes(self) -> bool:
        """Whether it may sleep, so that something has to wake it."""
        return min([self.min, *(low for entry in self.schedule if (low := entry.bounds().min) is not None)]) == 0


def base(replicas: ReplicaSpec) -> Bounds:
    """Return the bounds that demand decides between."""
    return Bounds(replicas.min, replicas.max)


def fires(entry: ScheduleSpec) -> bool:
    """Whether *entry* sets a floor, a ceiling or a number."""
    return bool(entry.numbers())


def decide(words: ScalingWords, schedule: list[ScheduleSpec], host: Host) -> Auto:
    """Return the strategy out of the block."""
    low, high = base(words.replicas).or_one()
    given = [*([words.target] if words.target else []), *words.targets]
    if not given and not words.steps:
        given = [TargetSpec(metric=DERIVED.get(host.kind, TargetMetric.CONCURRENCY))]
    return Auto(
        min=low,
        max=high,
        count=words.replicas.count or max(1, low),
        targets=[each.decided(host) for each in given],
        steps=[each.decided(host) for each in words.steps],
        schedule=schedule,
        hours=words.hours,
    )


PLAN = Plan(
    needs=("replicas.min", "replicas.max"),
    uses=("replicas.count", "replicas.min", "replicas.max", "target", "targets", "steps"),
    base=base,
    fires=fires,
    decide=decide,
)
