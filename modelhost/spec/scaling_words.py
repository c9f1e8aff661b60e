"""The fields of the scaling block that strategies read; the word that picks one, and the rules, are in `scaling`."""

from collections.abc import Iterator

from pydantic import Field

from modelhost.spec.base import Place, Spec
from modelhost.spec.hours import HoursSpec
from modelhost.spec.ladder import LadderSpec
from modelhost.spec.replica import ReplicaSpec
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.step import StepScalingSpec
from modelhost.spec.target import TargetSpec


class ScalingWords(Spec):
    """What people write of scaling."""

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
    """Hours in which the endpoint exists, such as `weekdays 07-20`, with a chosen count or size; else always."""
    schedule: list[ScheduleSpec] = Field(default=[], max_length=200)
    """Changes by the clock: counts with each strategy, sizes with `vertical`, floors and ceilings with `auto`."""

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

    def policies(self) -> Iterator[tuple[Place, TargetSpec | StepScalingSpec]]:
        """Yield the policies as written, each with its place."""
        if self.target is not None:
            yield ("target",), self.target
        yield from ((("targets", place), each) for place, each in enumerate(self.targets))
        yield from ((("steps", place), each) for place, each in enumerate(self.steps))
