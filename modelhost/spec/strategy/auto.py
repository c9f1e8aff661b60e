"""Demand-driven between bounds."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field

from modelhost.spec.host import Host
from modelhost.spec.kind import EndpointKind
from modelhost.spec.replica import ReplicaSpec
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import Bounds, ScheduleSpec
from modelhost.spec.step import StepScaling
from modelhost.spec.strategy.strategy import Strategy
from modelhost.spec.strategy.wording import metric_words
from modelhost.spec.target import Target, TargetSpec
from modelhost.spec.target_metric import TargetMetric

DERIVED = {
    EndpointKind.ASYNC: TargetMetric.BACKLOG,
    EndpointKind.SERVERLESS: TargetMetric.PROVISIONED_CONCURRENCY,
}
"""The load that is followed when the stack file does not say, where that is not concurrency."""


class Auto(Strategy):
    """Demand-driven between bounds."""

    needs = ("replicas.min", "replicas.max")
    uses = ("replicas.count", "replicas.min", "replicas.max", "target", "targets", "steps")
    moves = ("count", "min", "max")
    follows_demand = True

    min: int
    """Fewest replicas."""
    max: int
    """Most replicas."""
    targets: list[Target] = Field(default=[])
    """Loads per replica to hold; the one that asks for most wins."""
    steps: list[StepScaling] = Field(default=[])
    """Step-scaling policies."""

    @classmethod
    def base(cls, replicas: ReplicaSpec) -> Bounds:
        """Return the bounds that demand decides between."""
        return Bounds(replicas.min, replicas.max)

    @classmethod
    def decide(cls, words: ScalingWords, schedule: list[ScheduleSpec], host: Host) -> Self:
        """Return it with the loads that the block names, or the one that suits the kind."""
        low, high = cls.base(words.replicas).or_one()
        given = [*([words.target] if words.target else []), *words.targets]
        if not given and not words.steps:
            given = [TargetSpec(metric=DERIVED.get(host.kind, TargetMetric.CONCURRENCY))]
        return cls(
            min=low,
            max=high,
            count=words.replicas.count or max(1, low),
            targets=[each.decided(host) for each in given],
            steps=[each.decided(host) for each in words.steps],
            schedule=schedule,
            hours=words.hours,
        )

    def said(self) -> Iterator[str]:
        """Yield what it does, in words."""
        yield f"{self.min} to {self.max}"
        for target in self.targets:
            yield f"{target.value:g} {metric_words(str(target.metric))} per replica"
        if self.steps:
            yield f"steps {', '.join(step.name for step in self.steps)}"
        if self.wakes:
            yield "sleeps without load"

    @property
    def bounds(self) -> tuple[int, int]:
        """The fewest and the most replicas, but for what the schedule says."""
        return self.min, self.max

    @property
    def wakes(self) -> bool:
        """Whether it may rest without replicas, so that something has to wake it."""
        return min([self.min, *(low for entry in self.schedule if (low := entry.bounds().min) is not None)]) == 0

    @property
    def grows_only(self) -> bool:
        """Whether it adds replicas and never removes one."""
        removes = any(each.change < 0 for step in self.steps for each in step.adjustments)
        return not removes and not self.schedule and not any(target.scale_in for target in self.targets)
