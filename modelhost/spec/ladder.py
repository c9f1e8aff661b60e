"""Vertical scaling by demand: alarms that move an endpoint up and down its ladder of sizes."""

from collections.abc import Sequence

from pydantic import Field

from modelhost.catalog.machine import machine
from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.host import Host
from modelhost.spec.kind import EndpointKind
from modelhost.spec.load_metric import in_unit, measured
from modelhost.spec.metric import CustomizedMetric
from modelhost.spec.metric_rule import LADDER, fraction, period
from modelhost.spec.target_metric import TargetMetric


class LadderSpec(Spec):
    """When to take the next size up or down."""

    metric: TargetMetric = Field(default=TargetMetric.CPU, strict=False)
    """`cpu`, `gpu`, `memory`, `gpu-memory`, `concurrency` or `latency`."""
    up_above: float = Field(gt=0)
    """Load above which the next larger size is taken; utilisations are fractions, latency is in milliseconds."""
    down_below: float = Field(gt=0)
    """Load below which the next smaller size is taken."""
    up_periods: int = Field(default=5, ge=1, le=60)
    """Periods in a row before a step up."""
    down_periods: int = Field(default=30, ge=1, le=60)
    """Periods in a row before a step down."""
    period_seconds: int = Field(default=60, ge=10)
    """Length of a period: 10, 30 or a multiple of 60."""
    cooldown_seconds: int = Field(default=900, ge=60, le=86_400)
    """Wait after a step before the next."""

    @rule("up_above", "down_below")
    def _hysteresis(self, region: str | None) -> Findings:
        """What brought it up does not bring it down again at once."""
        if self.down_below >= self.up_above:
            text = f"{self.down_below:g} is not below up_above {self.up_above:g}, so it would climb up and down"
            yield ("down_below",), f"{text}; lower it"

    @rule("metric", "up_above", "down_below")
    def _thresholds_fractions(self, region: str | None) -> Findings:
        """A utilisation is a fraction."""
        yield from fraction("up_above", self.metric, self.up_above)
        yield from fraction("down_below", self.metric, self.down_below)

    @rule("metric")
    def _relieved(self, region: str | None) -> Findings:
        """A larger machine relieves the load."""
        if self.metric not in LADDER:
            names = ", ".join(LADDER)
            yield ("metric",), f"{self.metric} says nothing about the size of a machine; use {names}"

    @rule("metric", "period_seconds", "up_periods", "down_periods")
    def _periods_taken(self, region: str | None) -> Findings:
        """CloudWatch takes the periods."""
        most = max(self.up_periods, self.down_periods)
        name = "up_periods" if most == self.up_periods else "down_periods"
        for place, text in period(self.metric, self.period_seconds, most):
            yield (name,) if place == ("periods",) else place, text

    def decided(self, sizes: Sequence[str], kind: EndpointKind) -> "Ladder":
        """Return the ladder of *sizes* with every threshold decided."""
        hosts = [Host(machine(size), kind) for size in sizes]
        return Ladder(
            metric=measured(self.metric, kind) or CustomizedMetric(namespace="", metric_name=""),
            rungs=[
                Rung(
                    size=size,
                    up_above=None if size == sizes[-1] else in_unit(self.metric, self.up_above, host),
                    down_below=None if size == sizes[0] else in_unit(self.metric, self.down_below, host),
                )
                for size, host in zip(sizes, hosts, strict=True)
            ],
            up_periods=self.up_periods,
            down_periods=self.down_periods,
            period_seconds=self.period_seconds,
            cooldown_seconds=self.cooldown_seconds,
        )


class Rung(Spec):
    """One size of a ladder with its thresholds, which grow with its cores and GPUs."""

    size: str
    """Machine type."""
    up_above: float | None
    """Threshold in the metric's unit; none on the largest size."""
    down_below: float | None
    """Threshold in the metric's unit; none on the smallest size."""


class Ladder(Spec):
    """A ladder with every value decided."""

    metric: CustomizedMetric
    """What the alarms watch."""
    rungs: list[Rung]
    """The sizes, smallest first."""
    up_periods: int
    """Periods in a row before a step up."""
    down_periods: int
    """Periods in a row before a step down."""
    period_seconds: int
    """Length of a period."""
    cooldown_seconds: int
    """Wait after a step before the next."""
