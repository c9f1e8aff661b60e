"""A chosen size from a ladder."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.host import Host
from modelhost.spec.hours import HoursSpec
from modelhost.spec.ladder import Ladder
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.strategy.plan import Plan, fixed


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


def fires(entry: ScheduleSpec) -> bool:
    """Whether *entry* sets a number or a size."""
    return entry.count is not None or entry.size is not None


def decide(words: ScalingWords, schedule: list[ScheduleSpec], host: Host) -> Vertical:
    """Return the strategy out of the block."""
    count, _ = fixed(words.replicas).or_one()
    return Vertical(
        size=host.machine.name if host.machine else "",
        sizes=words.sizes,
        count=count,
        schedule=schedule,
        ladder=words.ladder.decided(words.sizes, host.kind) if words.ladder else None,
        hours=words.hours,
    )


PLAN = Plan(
    needs=("sizes", "replicas.count"),
    uses=("sizes", "replicas.count", "ladder"),
    base=fixed,
    fires=fires,
    decide=decide,
)
