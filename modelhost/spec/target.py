"""What demand-driven scaling aims at."""

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.host import Host
from modelhost.spec.load_metric import DEFAULTS, DERIVED, default, default_concurrency, in_unit, per_replica, predefined
from modelhost.spec.metric import CustomizedMetric, CustomMetricSpec
from modelhost.spec.metric_rule import described, fraction
from modelhost.spec.name import slug
from modelhost.spec.pattern import QUEUE
from modelhost.spec.target_metric import TargetMetric

__all__ = ["Target", "TargetMetric", "TargetSpec", "default_concurrency"]

SCALE_IN_SECONDS, SCALE_OUT_SECONDS = 300, 60
"""Cooldowns when the stack file does not say; a scale-in waits at least for the start of what it may regret."""


class TargetSpec(Spec):
    """Load per replica to hold."""

    metric: TargetMetric = Field(default=TargetMetric.CONCURRENCY, strict=False)
    """`concurrency` (requests in flight, seen within 10 s), `invocations` (per minute), or another load."""
    value: float | None = Field(default=None, gt=0)
    """Load per replica; `concurrency` and `backlog` are derived when not given; utilisations are fractions."""
    high_resolution: bool = True
    """See `concurrency` within 10 s rather than within a minute."""
    scale_in: bool = True
    """Also remove replicas when the load is low."""
    scale_in_cooldown_seconds: int | None = Field(default=None, ge=0, le=86_400)
    """Wait after a scale-in before the next; at least 300 and the start-up time when not given."""
    scale_out_cooldown_seconds: int | None = Field(default=None, ge=0, le=86_400)
    """Wait after a scale-out before the next; 60 when not given."""
    custom: CustomMetricSpec | None = None
    """The metric, for `custom`."""
    queue: str | None = Field(default=None, pattern=QUEUE)
    """Name of the SQS queue, for `queue-depth`."""

    @rule("metric", "value")
    def _value_known(self, region: str | None) -> Findings:
        """Only some loads can be guessed."""
        if self.value is None and self.metric not in DERIVED and self.metric not in DEFAULTS:
            if self.metric is TargetMetric.INVOCATIONS:
                yield (
                    ("value",),
                    "missing; invocations per minute depend on the model, so write how many a replica bears",
                )
            else:
                yield ("value",), f"missing; nobody can guess the {self.metric} value to hold, so write it"

    @rule("metric", "value")
    def _value_fraction(self, region: str | None) -> Findings:
        """A utilisation is a fraction."""
        yield from fraction("value", self.metric, self.value)

    @rule("metric", "custom", "queue")
    def _described(self, region: str | None) -> Findings:
        """What only the team knows is described."""
        yield from described(self.metric, self.custom, self.queue)

    @rule("metric")
    def _proportional(self, region: str | None) -> Findings:
        """The load falls as replicas come."""
        if self.metric is TargetMetric.LATENCY:
            text = "latency does not fall in proportion to replicas, so no target holds it"
            yield ("metric",), f"{text}; use concurrency, or write steps"

    @rule("metric", "high_resolution")
    def _resolution_there(self, region: str | None) -> Findings:
        """Only the requests in flight are seen at two speeds."""
        if not self.high_resolution and self.metric is not TargetMetric.CONCURRENCY:
            yield ("high_resolution",), f"false says nothing of {self.metric}, seen once a minute anyway; leave it out"

    def decided(self, host: Host) -> "Target":
        """Return the target on *host* with every value decided."""
        value = default(self.metric, host) if self.value is None else self.value
        own = predefined(self.metric, host.kind) if self.high_resolution else None
        return Target(
            name=self.policy_name,
            metric=self.metric,
            predefined=own,
            customized=None if own else self._customized(host),
            value=in_unit(self.metric, value or 1.0, host),
            scale_in=self.scale_in,
            scale_in_cooldown_seconds=_or(self.scale_in_cooldown_seconds, max(SCALE_IN_SECONDS, host.startup_seconds)),
            scale_out_cooldown_seconds=_or(self.scale_out_cooldown_seconds, SCALE_OUT_SECONDS),
        )

    @property
    def policy_name(self) -> str:
        """Name of the policy: the metric, and which one where there may be several."""
        which = self.queue or (self.custom.name if self.custom else None)
        return slug(self.metric if which is None else f"{self.metric} {which}")

    def _customized(self, host: Host) -> CustomizedMetric | None:
        """Return the CloudWatch metric that is followed."""
        if self.custom is None:
            return per_replica(self.metric, host.kind, self.queue)
        return customized(self.custom)


class Target(Spec):
    """A target with every value decided."""

    name: str = "target"
    """Name of the policy, unique on its scalable target."""
    metric: TargetMetric = Field(strict=False)
    """The load that scaling follows."""
    predefined: str | None = None
    """Application Auto Scaling's own metric; none with a customised one."""
    customized: CustomizedMetric | None = None
    """The CloudWatch metric; none with a predefined one."""
    value: float
    """Load per replica to hold, in the metric's unit."""
    scale_in: bool = True
    """Also remove replicas."""
    scale_in_cooldown_seconds: int
    """Wait after a scale-in before the next."""
    scale_out_cooldown_seconds: int
    """Wait after a scale-out before the next."""


def customized(spec: CustomMetricSpec) -> CustomizedMetric:
    """Return a metric of the team's own with everything decided."""
    return CustomizedMetric(
        namespace=spec.namespace,
        metric_name=spec.name,
        dimensions=spec.dimensions,
        statistic=spec.statistic,
        unit=spec.unit,
    )


def _or(given: int | None, otherwise: int) -> int:
    """Return what is given, which may be 0."""
    return otherwise if given is None else given
