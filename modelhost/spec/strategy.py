"""The three strategies, each with its own fields only."""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.target import Target


class Strategy(StrEnum):
    """Who decides the scale."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    AUTO = "auto"


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
    """Floors, ceilings and counts by the clock."""
