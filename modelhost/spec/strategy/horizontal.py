"""A chosen number of replicas."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.hours import HoursSpec
from modelhost.spec.schedule import ScheduleSpec

NEEDS: tuple[str, ...] = ("replicas.count",)
"""Fields that it cannot do without."""
USES: tuple[str, ...] = ("replicas.count",)
"""Fields that it reads."""


class Horizontal(Spec):
    """A chosen number of replicas."""

    count: int
    """Replicas."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Counts by the clock."""
    hours: HoursSpec | None = None
    """Hours in which the endpoint exists; always when none are given."""
