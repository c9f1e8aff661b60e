"""A chosen number of replicas."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.host import Host
from modelhost.spec.hours import HoursSpec
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.strategy.plan import Plan, fixed


class Horizontal(Spec):
    """A chosen number of replicas."""

    count: int
    """Replicas."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Counts by the clock."""
    hours: HoursSpec | None = None
    """Hours in which the endpoint exists; always when none are given."""


def fires(entry: ScheduleSpec) -> bool:
    """Whether *entry* sets a number."""
    return entry.count is not None


def decide(words: ScalingWords, schedule: list[ScheduleSpec], host: Host) -> Horizontal:
    """Return the strategy out of the block."""
    count, _ = fixed(words.replicas).or_one()
    return Horizontal(count=count, schedule=schedule, hours=words.hours)


PLAN = Plan(needs=("replicas.count",), uses=("replicas.count",), base=fixed, fires=fires, decide=decide)
