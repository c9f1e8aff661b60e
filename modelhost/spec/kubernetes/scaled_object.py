"""A ScaledObject of KEDA: the schedule of a scaling block as cron triggers, and a Prometheus query beside them.

Read from KEDA 2.21.0: its types, its admission webhook and its scalers `cron` and `prometheus`.
"""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.keda import triggers
from modelhost.spec.kubernetes.behavior import DirectionSpec
from modelhost.spec.kubernetes.fineness import too_fine
from modelhost.spec.kubernetes.workload import Labelled, Workload, misnamed
from modelhost.spec.pattern import URL
from modelhost.spec.scaling import ScalingSpec

ELSEWHERE = ("target", "targets", "steps", "ladder", "hours")
"""Words of a scaling block that Application Auto Scaling or a state machine follows."""


class Fallback(StrEnum):
    """What holds while the query fails."""

    STATIC = "static"
    CURRENT_REPLICAS = "currentReplicas"
    CURRENT_REPLICAS_IF_HIGHER = "currentReplicasIfHigher"
    CURRENT_REPLICAS_IF_LOWER = "currentReplicasIfLower"


class FallbackSpec(Spec):
    """Pods that hold when a metric cannot be had, so that nobody mistakes no data for no load."""

    failures: int = Field(default=3, ge=1)
    """Failed queries in a row after which they hold."""
    replicas: int = Field(ge=1)
    """How many."""
    behavior: Fallback = Field(default=Fallback.STATIC, strict=False)
    """That number, the present one, or the larger or smaller of the two."""


class PrometheusSpec(Spec):
    """A load that Prometheus knows."""

    url: str = Field(pattern=URL)
    """Address of the server."""
    query: str = Field(min_length=1)
    """Query with a single number for an answer: the load of all pods together."""
    target: float = Field(gt=0)
    """Load that one pod should bear."""
    authentication: str | None = None
    """Name of a TriggerAuthentication in the same namespace; none where the server asks for nothing."""

    @rule("target")
    def _target_told(self, region: str | None) -> Findings:
        """The target is a quantity of thousandths."""
        yield from too_fine("target", self.target)

    @rule("authentication")
    def _authentication_named(self, region: str | None) -> Findings:
        """It may have such a name."""
        if self.authentication is not None:
            yield from misnamed(("authentication",), self.authentication)


class ScaledObjectSpec(Labelled):
    """Floors by the clock, demand beside them, and none where nobody asks."""

    workload: Workload
    """Whose replicas are moved."""
    scaling: ScalingSpec
    """Replicas and schedule, in the words of a stack file."""
    prometheus: PrometheusSpec | None = None
    """Demand; without, the clock alone decides."""
    fallback: FallbackSpec | None = None
    """What holds while Prometheus does not answer; needed with it."""
    poll_seconds: int = Field(default=30, ge=1)
    """How often it is looked whether to leave zero."""
    cooldown_seconds: int = Field(default=300, ge=0)
    """Time after the last need until zero."""
    scale_up: DirectionSpec | None = None
    """`behavior.scaleUp` of the autoscaler that KEDA makes."""
    scale_down: DirectionSpec | None = None
    """`behavior.scaleDown` of it."""

    @rule("scaling")
    def _schedule_told(self, region: str | None) -> Findings:
        """KEDA can hold what the schedule says: floors above the base, every week, in one time zone."""
        low, _ = self.scaling.base().or_one()
        for place, entry in self.scaling.entries():
            where, floor = ("scaling", "schedule", place), entry.bounds().min
            if floor is not None and floor < low:
                text = f"{floor} is below {low}, and KEDA only lifts; make {floor} the base and lift it meanwhile"
                yield where, text
            if entry.max is not None or (self.scaling.chosen.follows_demand and entry.count is not None):
                yield where, "moves the ceiling, and KEDA moves floors only; write min alone"
        try:
            triggers(self.scaling)
        except ValueError as error:
            yield ("scaling", "schedule"), str(error)

    @rule("scaling")
    def _words_followed(self, region: str | None) -> Findings:
        """Nothing is written that nobody would follow here."""
        if self.scaling.chosen.owns_size:
            yield ("scaling", "strategy"), f"{self.scaling.strategy} moves sizes, and KEDA moves numbers; use another"
        for name in ELSEWHERE:
            if getattr(self.scaling, name):
                yield ("scaling", name), "is followed on SageMaker only; leave it out, demand stands in prometheus"

    @rule("scaling", "prometheus")
    def _something_to_follow(self, region: str | None) -> Findings:
        """There is a trigger, and demand only where the strategy lets it decide."""
        if self.prometheus is None and not list(self.scaling.entries()):
            yield (), "follows nothing; write a schedule in scaling, or prometheus"
        if self.prometheus is not None and not self.scaling.chosen.follows_demand:
            text = f"follows demand, and the strategy {self.scaling.strategy} has a chosen number; leave one of the two"
            yield ("prometheus",), text

    @rule("scaling", "prometheus", "fallback")
    def _fallback_there(self, region: str | None) -> Findings:
        """A query may fail and has what holds then, between the bounds; the clock never fails."""
        low, high = max(1, self.scaling.fewest), self.scaling.most
        if self.prometheus is not None and self.fallback is None:
            yield ("fallback",), "missing, and without data KEDA would hold the last number; write the replicas"
        if self.fallback is None:
            return
        if self.prometheus is None:
            yield ("fallback",), "holds while a query fails, and there is none; leave it out, or write prometheus"
        if not low <= self.fallback.replicas <= high:
            text = f"{self.fallback.replicas} is outside of {low} to {high}; write a number between"
            yield ("fallback", "replicas"), text
