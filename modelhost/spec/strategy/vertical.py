"""A chosen size from a ladder."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.hours import HoursSpec
from modelhost.spec.ladder import Ladder
from modelhost.spec.schedule import ScheduleSpec

NEEDS: tuple[str, ...] = ("sizes", "replicas.count")
"""Fields that it cannot do without."""
USES: tuple[str, ...] = ("sizes", "replicas.count", "ladder")
"""Fields that it reads."""


class Vertical(Spec):
    """A chosen size from a ladder."""

    size: str
    """Machine type in force, or at creation where a clock or an alarm owns the size."""
    sizes: list[str]
    """The ladder."""
    count: int
    """Replicas."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Counts and sizes by the clock."""
    ladder: Ladder | None = None
    """Steps by demand."""
    hours: HoursSpec | None = None
    """Hours in which the endpoint exists; always when none are given."""

    @property
    def clock_owned_size(self) -> bool:
        """Whether a clock or an alarm owns which size is live."""
        return self.ladder is not None or any(entry.size is not None for entry in self.schedule)
