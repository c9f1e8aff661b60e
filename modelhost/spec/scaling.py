"""How an endpoint scales: one word picks the strategy, the fields of the others are kept."""

from collections.abc import Iterator

from pydantic import Field

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.spec.base import Findings, Place, Spec, rule
from modelhost.spec.cycle import clashes, unbalanced
from modelhost.spec.host import Host
from modelhost.spec.hours import HoursSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.ladder import LadderSpec
from modelhost.spec.machine_rule import unknown_machine
from modelhost.spec.problem import dotted
from modelhost.spec.schedule import Bounds, ScheduleSpec
from modelhost.spec.step import StepScalingSpec
from modelhost.spec.strategy import STRATEGIES, Auto, Horizontal, Strategy, Vertical
from modelhost.spec.target import TargetMetric, TargetSpec

__all__ = ["Auto", "Horizontal", "ReplicaSpec", "ScalingSpec", "Strategy", "Vertical"]

LEAST_SIZES = 2
"""Sizes that make a ladder."""


class ReplicaSpec(Spec):
    """Numbers of replicas."""

    count: int | None = Field(default=None, ge=1)
    """Replicas of `horizontal` and `vertical`; the start of `auto`."""
    min: int | None = Field(default=None, ge=0)
    """Fewest replicas of `auto`; 0 for asynchronous endpoints and components."""
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
        low, high = max(1, self.min or 1), self.max
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
    targets: list[TargetSpec] = Field(default=[], max_length=10)
    """Further loads, for `auto`: any of them scales out, all of them together scale in."""
    steps: list[StepScalingSpec] = Field(default=[], max_length=10)
    """Step-scaling policies, for `auto`."""
    ladder: LadderSpec | None = None
    """Steps on the ladder of sizes by demand, for `vertical`."""
    hours: HoursSpec | None = None
    """Hours in which the endpoint exists, such as `weekdays 07-20`; always when not given."""
    schedule: list[ScheduleSpec] = Field(default=[], max_length=200)
    """Changes by the clock: counts with each strategy, sizes with `vertical`, floors and ceilings with `auto`."""

    @rule("strategy", "replicas", "sizes")
    def _fields_there(self, region: str | None) -> Findings:
        """The strategy has the fields it needs."""
        missing = [name for name in STRATEGIES[self.strategy].needs if not self._has(name)]
        if missing and self.strategy is not Strategy.HORIZONTAL:
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

    @rule("target", "targets", "steps")
    def _policies_differ(self, region: str | None) -> Findings:
        """Each policy has a name and a metric of its own, as AWS wants it."""
        seen: dict[str, str] = {}
        for place, policy in self.policies():
            other = seen.setdefault(policy.policy_name, dotted(place))
            if other != dotted(place) and isinstance(policy, TargetSpec):
                yield (*place, "metric"), f"{policy.metric} is already followed by {other}; leave one of them"
            elif other != dotted(place):
                yield place, f"{policy.policy_name!r} is already the name of {other}; give it a name of its own"

    @rule("sizes", "ladder")
    def _ladder_has_sizes(self, region: str | None) -> Findings:
        """There is somewhere to climb to."""
        if self.ladder is not None and len(self.sizes) < LEAST_SIZES:
            yield ("ladder",), f"climbs, and sizes has {len(self.sizes)}; write two sizes or more, smallest first"

    @rule("sizes", "schedule")
    def _scheduled_sizes(self, region: str | None) -> Findings:
        """What the clock sets stands on the ladder."""
        for place, entry in enumerate(self.schedule):
            if entry.size is not None and entry.size not in self.sizes:
                where = ("schedule", place, "size")
                if self.sizes:
                    names = ", ".join(self.sizes)
                    yield where, f"{entry.size!r} is not on the ladder; use {names}, or add it to sizes"
                else:
                    yield (
                        where,
                        f"{entry.size!r} has no ladder to stand on; list it, and the endpoint's machine, in sizes",
                    )

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
            yield from unbalanced(in_force, self.base())

    def in_force(
        self,
        machine: str | None,
        kind: EndpointKind = EndpointKind.REALTIME,
        startup_seconds: int = 0,
    ) -> Horizontal | Vertical | Auto:
        """Return the strategy in force on *machine* with its own fields only."""
        schedule = [entry for entry in self.schedule if self.in_use(entry)]
        base = self.base()
        low, high = _or_one(base.min), _or_one(base.max)
        if self.strategy is Strategy.HORIZONTAL:
            return Horizontal(count=low, schedule=schedule, hours=self.hours)
        if self.strategy is Strategy.VERTICAL:
            return Vertical(
                size=machine or "",
                sizes=self.sizes,
                count=low,
                schedule=schedule,
                ladder=self.ladder.decided(self.sizes, kind) if self.ladder else None,
                hours=self.hours,
            )
        host = Host(catalogued(machine) if machine else None, kind, startup_seconds)
        given = [*([self.target] if self.target else []), *self.targets]
        derived = [] if given or self.steps else [TargetSpec(metric=DEFAULT_METRICS.get(kind, CONCURRENCY))]
        return Auto(
            min=low,
            max=high,
            count=self.replicas.count or max(1, low),
            targets=[each.decided(host) for each in given or derived],
            steps=[each.decided(host) for each in self.steps],
            schedule=schedule,
            hours=self.hours,
        )

    def numbers(self) -> Iterator[tuple[Place, int]]:
        """Yield the numbers of replicas as written, each with its place."""
        for name in ("count", "min", "max"):
            value = getattr(self.replicas, name)
            if value is not None:
                yield ("replicas", name), value
        for place, entry in enumerate(self.schedule):
            yield from ((("schedule", place, name), value) for name, value in entry.numbers().items())

    def zeros(self) -> Iterator[Place]:
        """Yield where no replica at all is asked for."""
        return (place for place, value in self.numbers() if value == 0)

    @property
    def fewest(self) -> int:
        """The fewest replicas at any time."""
        return min([_or_one(self.base().min), *(low for low, _ in self._scheduled() if low is not None)])

    @property
    def most(self) -> int:
        """The most replicas at any time."""
        return max([_or_one(self.base().max), *(high for _, high in self._scheduled() if high is not None)])

    def _scheduled(self) -> Iterator[Bounds]:
        """Yield the bounds that the clock sets."""
        return (entry.bounds() for entry in self.schedule if self.in_use(entry))

    def policies(self) -> Iterator[tuple[Place, TargetSpec | StepScalingSpec]]:
        """Yield the policies as written, each with its place."""
        if self.target is not None:
            yield ("target",), self.target
        yield from ((("targets", place), each) for place, each in enumerate(self.targets))
        yield from ((("steps", place), each) for place, each in enumerate(self.steps))

    def kept(self) -> list[str]:
        """Return the fields that stand in the block for other strategies."""
        every = {name for plan in STRATEGIES.values() for name in plan.uses}
        theirs = every - set(STRATEGIES[self.strategy].uses)
        idle = [f"schedule[{place}]" for place, entry in enumerate(self.schedule) if not self.in_use(entry)]
        return sorted(name for name in theirs if self._has(name)) + idle

    def in_use(self, entry: ScheduleSpec) -> bool:
        """Whether *entry* is in force: floors and ceilings move only where demand decides between them."""
        return (
            self.strategy is Strategy.AUTO
            or entry.count is not None
            or (entry.size is not None and self.strategy is Strategy.VERTICAL)
        )

    def _has(self, name: str) -> bool:
        """Whether the block has the field *name*."""
        head, _, tail = name.partition(".")
        value = getattr(self, head)
        return (getattr(value, tail) is not None) if tail else bool(value)

    def _has_base(self) -> bool:
        """Whether the numbers that hold without a schedule are known and in order."""
        if self.strategy is not Strategy.AUTO:
            return self.replicas.count is not None
        return (self.replicas.min or 0) <= (self.replicas.max or -1)

    def base(self) -> Bounds:
        """Return the bounds that hold without a schedule."""
        if self.strategy is Strategy.AUTO:
            return Bounds(self.replicas.min, self.replicas.max)
        return Bounds(self.replicas.count, self.replicas.count)


CONCURRENCY = TargetMetric.CONCURRENCY
DEFAULT_METRICS = {
    EndpointKind.ASYNC: TargetMetric.BACKLOG,
    EndpointKind.SERVERLESS: TargetMetric.PROVISIONED_CONCURRENCY,
}
"""The load that is followed when the stack file does not say, where that is not concurrency."""


def _or_one(value: int | None) -> int:
    """Return *value*, which may be 0, or 1 when there is none."""
    return 1 if value is None else value
