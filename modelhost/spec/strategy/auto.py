"""Demand-driven between bounds."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.hours import HoursSpec
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.step import StepScaling
from modelhost.spec.target import Target

NEEDS: tuple[str, ...] = ("replicas.min", "replicas.max")
"""Fields that it cannot do without."""
USES: tuple[str, ...] = ("replicas.count", "replicas.min", "replicas.max", "target", "targets", "steps")
"""Fields that it reads."""


class Auto(Spec):
    """Demand-driven between bounds."""

    min: int
    """Fewest replicas."""
    max: int
    """Most replicas."""
    count: int
    """Replicas at creation."""
    targets: list[Target] = Field(default=[])
    """Loads per replica to hold; the one that asks for most wins."""
    steps: list[StepScaling] = Field(default=[])
    """Step-scaling policies."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Floors, ceilings and counts by the clock."""
    hours: HoursSpec | None = None
    """Hours in which the endpoint exists; always when none are given."""

    @property
    def target(self) -> Target:
        """The first target."""
        return self.targets[0]

    @property
    def wakes(self) -> bool:
        """Whether it may sleep, so that something has to wake it."""
        return min([self.min, *(low for entry in self.schedule if (low := entry.bounds().min) is not None)]) == 0
