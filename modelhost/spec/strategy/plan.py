"""What the scaling block has to know of a strategy."""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from modelhost.spec.base import Spec
from modelhost.spec.host import Host
from modelhost.spec.replica import ReplicaSpec
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import Bounds, ScheduleSpec

StrategyT = TypeVar("StrategyT", bound=Spec)


class Plan(NamedTuple, Generic[StrategyT]):
    """What a strategy needs, reads, and makes of the scaling block."""

    needs: tuple[str, ...]
    """Fields that it cannot do without."""
    uses: tuple[str, ...]
    """Fields that it reads."""
    base: Callable[[ReplicaSpec], Bounds]
    """The bounds that hold without a schedule."""
    fires: Callable[[ScheduleSpec], bool]
    """Whether an entry of the schedule is in force."""
    decide: Callable[[ScalingWords, list[ScheduleSpec], Host], StrategyT]
    """The strategy with every value decided, out of the block, its schedule in force, and what it runs on."""


def fixed(replicas: ReplicaSpec) -> Bounds:
    """Return the bounds of a chosen number."""
    return Bounds(replicas.count, replicas.count)
