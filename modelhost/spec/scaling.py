"""How an endpoint scales: one word picks the strategy, the fields of the others are kept."""

from pydantic import Field

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines, similar
from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.cycle import clashes, unbalanced
from modelhost.spec.schedule import Bounds, ScheduleSpec
from modelhost.spec.strategy import Auto, Horizontal, Strategy, Vertical
from modelhost.spec.target import TargetSpec

__all__ = ["Auto", "Horizontal", "ReplicaSpec", "ScalingSpec", "Strategy", "Vertical", "unknown_machine"]


class ReplicaSpec(Spec):
    """Numbers of replicas."""

    count: int | None = Field(default=None, ge=1)
    """Replicas of `horizontal` and `vertical`; the start of `auto`."""
    min: int | None = Field(default=None, ge=1)
    """Fewest replicas of `auto`."""
    max: int | None = Field(default=None, ge=1)
    """Most replicas of `auto`."""

    @rule("min", "max")
    def _min_below_max(self, region: str | None) -> Findings:
        """The bounds are in order."""
        if self.min is not None and self.max is not None and self.min > self.max:
            yield ("min",), f"min {self.min} exceeds max {self.max}; lower min or raise max"

    @rule("count", "min", "max")
    def _count_inside(self, region: str | None) -> Findings:
        """The number at the start lies between the bounds."""
        low, high = self.min or 1, self.max
        if self.count is None or (high is not None and low > high):
            return
        if self.count < low:
            yield ("count",), f"count {self.count} is below min {low}; raise count or lower min"
        if high is not None and self.count > high:
            yield ("count",), f"count {self.count} exceeds max {high}; lower count or raise max"


class ScalingSpec(Spec):
    """The scaling block: `strategy` picks the fields in force."""

    strategy: Strategy = Field(strict=False)
    """`horizontal`, `vertical` or `auto`: the one word to change."""
    replicas: ReplicaSpec = ReplicaSpec()
    """Numbers of replicas."""
    sizes: list[str] = Field(default=[])
    """Ladder of machine types, smallest first, for `vertical`."""
    target: TargetSpec | None = None
    """Load per replica, for `auto`."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Changes by the clock: counts with each strategy, floors and ceilings with `auto`."""

    @rule("strategy", "replicas", "sizes")
    def _fields_there(self, region: str | None) -> Findings:
        """The strategy has the fields it needs."""
        missing = [name for name in NEEDS[self.strategy] if not self._has(name)]
        if missing:
            them = "it" if len(missing) == 1 else "them"
            yield (), f"strategy {self.strategy} lacks {' and '.join(missing)}; add {them}"

    @rule("sizes")
    def _sizes_known(self, region: str | None) -> Findings:
        """Each step of the ladder is a machine type, and stands there once."""
        for place, size in enumerate(self.sizes):
            if size not in machines():
                yield ("sizes", place), unknown_machine(size)
            elif size in self.sizes[:place]:
                yield ("sizes", place), f"{size} stands in the ladder twice; leave one"

    @rule("replicas", "schedule")
    def _schedule_inside(self, region: str | None) -> Findings:
        """No scheduled number leaves the bounds of the replicas."""
        low, high = self.replicas.min, self.replicas.max
        for place, entry in enumerate(self.schedule):
            for name, value in entry.numbers().items():
                if high is not None and value > high:
                    yield (
                        ("schedule", place, name),
                        f"{name} {value} exceeds replicas.max {high}; lower it or raise max",
                    )
                if low is not None and value < low:
                    yield (
                        ("schedule", place, name),
                        f"{name} {value} is below replicas.min {low}; raise it or lower min",
                    )

    @rule("strategy", "replicas", "schedule")
    def _schedule_returns(self, region: str | None) -> Findings:
        """What the clock changes, the clock changes back; no two changes meet; no floor passes its ceiling."""
        entries = dict(enumerate(self.schedule))
        yield from clashes(entries)
        if self._has_base():
            in_force = {place: entry for place, entry in entries.items() if self.in_use(entry)}
            yield from unbalanced(in_force, self._base())

    def in_force(self, machine: str) -> Horizontal | Vertical | Auto:
        """Return the strategy in force on *machine* with its own fields only."""
        schedule = [entry for entry in self.schedule if self.in_use(entry)]
        base = self._base()
        low, high = base.min or 1, base.max or 1
        if self.strategy is Strategy.HORIZONTAL:
            return Horizontal(count=low, schedule=schedule)
        if self.strategy is Strategy.VERTICAL:
            return Vertical(size=machine, sizes=self.sizes, count=low, schedule=schedule)
        target = (self.target or TargetSpec()).decided(catalogued(machine))
        return Auto(min=low, max=high, count=self.replicas.count or low, target=target, schedule=schedule)

    def kept(self) -> list[str]:
        """Return the fields that stand in the block for other strategies."""
        theirs = {"replicas.count", "replicas.min", "replicas.max", "sizes", "target"} - set(USES[self.strategy])
        idle = [f"schedule[{place}]" for place, entry in enumerate(self.schedule) if not self.in_use(entry)]
        return sorted(name for name in theirs if self._has(name)) + idle

    def in_use(self, entry: ScheduleSpec) -> bool:
        """Whether *entry* is in force: floors and ceilings move only where demand decides between them."""
        return self.strategy is Strategy.AUTO or entry.count is not None

    def _has(self, name: str) -> bool:
        """Whether the block has the field *name*."""
        head, _, tail = name.partition(".")
        value = getattr(self, head)
        return bool(getattr(value, tail) if tail else value)

    def _has_base(self) -> bool:
        """Whether the numbers that hold without a schedule are known and in order."""
        if self.strategy is not Strategy.AUTO:
            return self.replicas.count is not None
        return (self.replicas.min or 0) <= (self.replicas.max or -1)

    def _base(self) -> Bounds:
        """Return the bounds that hold without a schedule."""
        if self.strategy is Strategy.AUTO:
            return Bounds(self.replicas.min, self.replicas.max)
        return Bounds(self.replicas.count, self.replicas.count)


NEEDS = {
    Strategy.HORIZONTAL: ("replicas.count",),
    Strategy.VERTICAL: ("sizes", "replicas.count"),
    Strategy.AUTO: ("replicas.min", "replicas.max"),
}
"""Fields that each strategy cannot do without."""

USES = {
    Strategy.HORIZONTAL: ("replicas.count",),
    Strategy.VERTICAL: ("sizes", "replicas.count"),
    Strategy.AUTO: ("replicas.count", "replicas.min", "replicas.max", "target"),
}
"""Fields that each strategy reads."""


def unknown_machine(name: str) -> str:
    """Return what to say of a machine type that the catalogue does not know."""
    close = similar(name)
    hint = f"did you mean {close}?" if close else "write one such as ml.m7i.large or ml.g6.xlarge"
    return f"{name!r} is not a machine type that the catalogue knows; {hint}"
