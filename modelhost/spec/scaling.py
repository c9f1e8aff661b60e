"""How an endpoint scales: one word picks the strategy, the fields of the others are kept."""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.target import TargetMetric, TargetSpec


class Strategy(StrEnum):
    """Who decides the scale."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    AUTO = "auto"


class Target(Spec):
    """A target with every value decided."""

    metric: TargetMetric
    """The load that scaling follows."""
    value: float
    """Load per replica to hold."""
    scale_in_cooldown_seconds: int
    """Wait after a scale-in before the next."""
    scale_out_cooldown_seconds: int
    """Wait after a scale-out before the next."""


class Horizontal(Spec):
    """A chosen number of replicas."""

    count: int
    """Replicas."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Counts by the clock."""


class Vertical(Spec):
    """A chosen size from a ladder."""

    size: str
    """Machine type in force."""
    sizes: list[str]
    """The ladder."""
    count: int
    """Replicas."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Counts by the clock."""


class Auto(Spec):
    """Demand-driven between bounds."""

    min: int
    """Fewest replicas."""
    max: int
    """Most replicas."""
    count: int
    """Replicas at creation."""
    target: Target
    """Load per replica to hold."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Floors and ceilings by the clock."""


class ReplicaSpec(Spec):
    """Numbers of replicas."""

    count: int | None = None
    """Replicas of `horizontal` and `vertical`; the start of `auto`."""
    min: int | None = None
    """Fewest replicas of `auto`."""
    max: int | None = None
    """Most replicas of `auto`."""


class ScalingSpec(Spec):
    """The scaling block: `strategy` picks the fields in force."""

    strategy: Strategy
    """`horizontal`, `vertical` or `auto`."""
    replicas: ReplicaSpec = ReplicaSpec()
    """Numbers of replicas."""
    sizes: list[str] = Field(default=[])
    """Ladder of machine types, smallest first, for `vertical`."""
    target: TargetSpec | None = None
    """Load per replica, for `auto`."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Changes by the clock, with each strategy."""

    def in_force(self, machine: str) -> Horizontal | Vertical | Auto:
        """Return the strategy in force on *machine* with its own fields only."""
        schedule = list(self.schedule)
        if self.strategy is Strategy.HORIZONTAL:
            return Horizontal(count=self.replicas.count or 1, schedule=schedule)
        if self.strategy is Strategy.VERTICAL:
            return Vertical(size=machine, sizes=self.sizes, count=self.replicas.count or 1, schedule=schedule)
        low, high = self.replicas.min or 1, self.replicas.max or 1
        aim = self.target or TargetSpec()
        target = Target(
            metric=aim.metric,
            value=aim.value or 8.0,
            scale_in_cooldown_seconds=aim.scale_in_cooldown_seconds,
            scale_out_cooldown_seconds=aim.scale_out_cooldown_seconds,
        )
        return Auto(min=low, max=high, count=self.replicas.count or low, target=target, schedule=schedule)
