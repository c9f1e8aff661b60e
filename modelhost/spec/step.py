"""Step scaling: an alarm changes the count by steps."""

from itertools import pairwise

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.host import Host
from modelhost.spec.load_metric import in_unit, measured
from modelhost.spec.metric import CustomizedMetric, CustomMetricSpec, Statistic
from modelhost.spec.metric_rule import described, fraction, period
from modelhost.spec.pattern import NAME, QUEUE
from modelhost.spec.target import customized
from modelhost.spec.target_metric import TargetMetric

WAKE_UP = "wake-up"
"""Name of the policy that brings the first replica back."""
OURS = {WAKE_UP: "wakes what rests without replicas"}
"""Policies that stand beside those of the stack file, and what each does."""


class ChangeSpec(Spec):
    """What happens from some distance to the threshold on."""

    beyond: float = Field(default=0.0, ge=0)
    """Distance past the threshold from which it holds."""
    add: int | None = None
    """Replicas to add; below 0 to remove."""
    percent: int | None = None
    """Per cent of the replicas to add; below 0 to remove."""
    exact: int | None = Field(default=None, ge=0)
    """Exactly so many replicas."""

    @rule("add", "percent", "exact")
    def _one_change(self, region: str | None) -> Findings:
        """A step changes the count in one way."""
        given = [name for name, value in self.amounts().items() if value is not None]
        if len(given) != 1:
            what = "sets nothing" if not given else f"sets {' and '.join(given)}"
            yield (), f"{what}; write one of add, percent and exact"
        for name in ("add", "percent"):
            if getattr(self, name) == 0:
                yield (name,), "0 changes nothing; write how many, or leave the step out"

    @property
    def way(self) -> str:
        """The way in which it changes the count."""
        return next((name for name, value in self.amounts().items() if value is not None), "add")

    def amounts(self) -> dict[str, int | None]:
        """Return the ways to change the count, by field."""
        return {"add": self.add, "percent": self.percent, "exact": self.exact}


class StepScalingSpec(Spec):
    """A metric, a threshold, and what to do beyond it."""

    name: str | None = Field(default=None, pattern=NAME, max_length=40)
    """Name of the policy; metric and direction when not given."""
    metric: TargetMetric = Field(default=TargetMetric.CONCURRENCY, strict=False)
    """The load, as in `target`."""
    custom: CustomMetricSpec | None = None
    """The metric, for `custom`."""
    queue: str | None = Field(default=None, pattern=QUEUE)
    """Name of the SQS queue, for `queue-depth`."""
    above: float | None = Field(default=None, ge=0)
    """Threshold above which the steps hold; utilisations are fractions, latency is in milliseconds."""
    below: float | None = Field(default=None, ge=0)
    """Threshold below which the steps hold."""
    change: list[ChangeSpec] = Field(min_length=1, max_length=20)
    """What to do, nearest to the threshold first."""
    cooldown_seconds: int = Field(default=300, ge=0, le=86_400)
    """Wait after a change before the next."""
    periods: int = Field(default=3, ge=1, le=60)
    """Periods in a row that the threshold has to be crossed."""
    period_seconds: int = Field(default=60, ge=10)
    """Length of a period: 10, 30 or a multiple of 60."""

    @rule("name")
    def _name_free(self, region: str | None) -> Findings:
        """No policy of ours has the name."""
        if self.name in OURS:
            text = f"{self.name!r} is the name of the policy of ours that {OURS[self.name]}"
            yield ("name",), f"{text}; give this one another, or leave the name out"

    @rule("above", "below")
    def _one_threshold(self, region: str | None) -> Findings:
        """There is one threshold."""
        if self.above is None and self.below is None:
            yield (), "has no threshold; write above or below"
        if self.above is not None and self.below is not None:
            yield ("below",), f"{self.below:g} stands beside above {self.above:g}; write a policy for each"

    @rule("metric", "above", "below")
    def _thresholds_fractions(self, region: str | None) -> Findings:
        """A utilisation is a fraction."""
        yield from fraction("above", self.metric, self.above)
        yield from fraction("below", self.metric, self.below)

    @rule("change")
    def _ascending(self, region: str | None) -> Findings:
        """The steps go away from the threshold, and all change the count in the same way."""
        for place, (near, far) in enumerate(pairwise(self.change), start=1):
            if far.beyond <= near.beyond:
                text = (
                    f"{far.beyond:g} does not lie beyond {near.beyond:g} of the step before; order them, nearest first"
                )
                yield ("change", place, "beyond"), text
            if far.way != near.way:
                yield ("change", place), f"sets {far.way} and the step before {near.way}; use one of them in a policy"

    @rule("metric", "period_seconds", "periods")
    def _period_taken(self, region: str | None) -> Findings:
        """CloudWatch takes the periods."""
        yield from period(self.metric, self.period_seconds, self.periods)

    @rule("metric", "custom", "queue")
    def _described(self, region: str | None) -> Findings:
        """What only the team knows is described."""
        yield from described(self.metric, self.custom, self.queue)

    @property
    def policy_name(self) -> str:
        """Name of the policy: as given, or the metric and the direction."""
        return self.name or f"{self.metric}-{'low' if self.above is None else 'high'}"

    def decided(self, host: Host) -> "StepScaling":
        """Return the policy on *host* with every value decided."""
        threshold = self.below if self.above is None else self.above
        rising = self.above is not None
        metric = customized(self.custom) if self.custom else measured(self.metric, host.kind, self.queue)
        return StepScaling(
            name=self.policy_name,
            metric=metric or CustomizedMetric(namespace="", metric_name=""),
            comparison="GreaterThanThreshold" if rising else "LessThanThreshold",
            threshold=in_unit(self.metric, threshold or 0.0, host),
            period_seconds=self.period_seconds,
            periods=self.periods,
            adjustment_type=ADJUSTMENTS[self.change[0].way],
            adjustments=self._adjustments(host, rising),
            cooldown_seconds=self.cooldown_seconds,
            aggregation="Maximum" if metric and metric.statistic is Statistic.MAXIMUM else "Average",
        )

    def _adjustments(self, host: Host, rising: bool) -> list["Adjustment"]:
        """Return the steps as intervals around the threshold."""
        edges = [in_unit(self.metric, each.beyond, host) for each in self.change]
        found = []
        for place, each in enumerate(self.change):
            far = edges[place + 1] if place + 1 < len(edges) else None
            amount = next((value for value in each.amounts().values() if value is not None), 0)
            if rising:
                found.append(Adjustment(lower=edges[place], upper=far, change=amount))
            else:
                found.append(Adjustment(lower=None if far is None else -far, upper=-edges[place], change=amount))
        return found


class Adjustment(Spec):
    """One step: an interval relative to the threshold, and the change."""

    lower: float | None
    """Lower end; none is unbounded."""
    upper: float | None
    """Upper end; none is unbounded."""
    change: int
    """By how much, in the policy's adjustment type."""


class StepScaling(Spec):
    """A step-scaling policy with its alarm, every value decided."""

    name: str
    """Name of the policy, unique on its scalable target."""
    metric: CustomizedMetric
    """What the alarm watches."""
    comparison: str
    """CloudWatch's comparison."""
    threshold: float
    """The alarm's threshold, in the metric's unit."""
    period_seconds: int
    """Length of a period."""
    periods: int
    """Periods in a row."""
    adjustment_type: str
    """ChangeInCapacity, PercentChangeInCapacity or ExactCapacity."""
    adjustments: list[Adjustment]
    """The steps, nearest to the threshold first."""
    cooldown_seconds: int
    """Wait after a change before the next."""
    aggregation: str
    """How the alarm's values are aggregated: Average, Minimum or Maximum."""


ADJUSTMENTS = {"add": "ChangeInCapacity", "percent": "PercentChangeInCapacity", "exact": "ExactCapacity"}
"""Application Auto Scaling's words for the ways to change a count."""
