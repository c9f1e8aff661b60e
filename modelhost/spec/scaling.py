"""How an endpoint scales: one word picks the strategy, the fields of the others are kept."""

from collections.abc import Iterator

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.footprint.share import Share
from modelhost.spec.base import Findings, rule
from modelhost.spec.cycle import clashes, unbalanced
from modelhost.spec.host import Host
from modelhost.spec.kind import EndpointKind
from modelhost.spec.machine_rule import unknown_machine
from modelhost.spec.problem import dotted
from modelhost.spec.replica import ReplicaSpec
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import Bounds, ScheduleSpec
from modelhost.spec.strategy import STRATEGIES, Strategy, Word
from modelhost.spec.target import TargetSpec

__all__ = ["ReplicaSpec", "ScalingSpec"]

LEAST_SIZES = 2
"""Sizes that make a ladder."""


class ScalingSpec(ScalingWords):
    """The scaling block: `strategy` picks the fields in force."""

    strategy: Word
    """`horizontal`, `vertical` or `auto`: the one word to change."""

    @property
    def chosen(self) -> type[Strategy]:
        """The strategy that the word picks."""
        return STRATEGIES[self.strategy]

    @rule("strategy", "replicas", "sizes")
    def _fields_there(self, region: str | None) -> Findings:
        """The strategy has the fields it needs."""
        if not self.chosen.optional:
            yield from self.lacking()

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
            yield from unbalanced(dict(self.entries()), self.base())

    def in_force(
        self,
        machine: str | None,
        kind: EndpointKind = EndpointKind.REALTIME,
        startup_seconds: int = 0,
        share: Share | None = None,
        at_once: int | None = None,
    ) -> Strategy:
        """Return the strategy in force on *machine* with its own fields only."""
        host = Host(catalogued(machine) if machine else None, kind, startup_seconds, share, at_once)
        schedule = [entry for _, entry in self.entries()]
        return self.chosen.decide(self, schedule, host)

    def missing(self) -> list[str]:
        """Return the fields that the strategy lacks."""
        return [name for name in self.chosen.needs if not self._has(name)]

    def lacking(self) -> Findings:
        """Yield that the strategy lacks fields."""
        if missing := self.missing():
            them = "it" if len(missing) == 1 else "them"
            yield (), f"strategy {self.strategy} lacks {' and '.join(missing)}; add {them}"

    def base(self) -> Bounds:
        """Return the bounds that hold without a schedule."""
        return self.chosen.base(self.replicas)

    @property
    def fewest(self) -> int:
        """The fewest replicas at any time."""
        low, _ = self.base().or_one()
        return min([low, *(bounds.min for bounds in self._scheduled() if bounds.min is not None)])

    @property
    def most(self) -> int:
        """The most replicas at any time."""
        _, high = self.base().or_one()
        return max([high, *(bounds.max for bounds in self._scheduled() if bounds.max is not None)])

    def kept(self) -> list[str]:
        """Return the fields that stand in the block for other strategies."""
        every = {name for each in STRATEGIES.values() for name in each.uses}
        theirs = every - set(self.chosen.uses)
        idle = [f"schedule[{place}]" for place, entry in enumerate(self.schedule) if not self.in_use(entry)]
        return sorted(name for name in theirs if self._has(name)) + idle

    def in_use(self, entry: ScheduleSpec) -> bool:
        """Whether *entry* is in force: floors and ceilings move only where demand decides between them."""
        return self.chosen.fires(entry)

    def entries(self) -> Iterator[tuple[int, ScheduleSpec]]:
        """Yield the entries in force, with where they stand, without what is kept for other strategies."""
        return ((place, self.chosen.taken(entry)) for place, entry in enumerate(self.schedule) if self.in_use(entry))

    def _scheduled(self) -> Iterator[Bounds]:
        """Yield the bounds that the clock sets."""
        return (entry.bounds() for _, entry in self.entries())

    def _has(self, name: str) -> bool:
        """Whether the block has the field *name*."""
        head, _, tail = name.partition(".")
        value = getattr(self, head)
        return (getattr(value, tail) is not None) if tail else bool(value)

    def _has_base(self) -> bool:
        """Whether the numbers that hold without a schedule are known and in order."""
        base = self.base()
        return base.min is not None and base.max is not None and base.min <= base.max
