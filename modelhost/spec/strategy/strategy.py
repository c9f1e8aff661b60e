"""What everybody asks of a strategy, so that nobody has to know which it is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.host import Host
from modelhost.spec.hours import HoursSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.ladder import Ladder
from modelhost.spec.replica import ReplicaSpec
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import Bounds, ScheduleSpec


class Strategy(Spec, ABC):
    """Who decides the scale: what that takes of the scaling block, and what follows once every value is decided."""

    needs: ClassVar[tuple[str, ...]] = ()
    """Fields that it cannot do without."""
    uses: ClassVar[tuple[str, ...]] = ()
    """Fields that it reads."""
    moves: ClassVar[tuple[str, ...]] = ("count",)
    """What the clock may set, of the words of an entry."""
    optional: ClassVar[bool] = False
    """Whether it stands without its fields on a kind that scales by itself."""
    owns_size: ClassVar[bool] = False
    """Whether it chooses the machine type from the ladder."""
    follows_demand: ClassVar[bool] = False
    """Whether it moves the number of replicas with their load."""
    refused: ClassVar[Mapping[EndpointKind, str]] = {}
    """Kinds that cannot have it: why, and what to write instead."""

    count: int
    """Replicas, at creation where something else moves them."""
    schedule: list[ScheduleSpec] = Field(default=[])
    """Changes by the clock."""
    hours: HoursSpec | None = None
    """Hours in which the endpoint exists; always when none are given."""

    @classmethod
    def base(cls, replicas: ReplicaSpec) -> Bounds:
        """Return the bounds that hold without a schedule: those of a chosen number."""
        return Bounds(replicas.count, replicas.count)

    @classmethod
    def fires(cls, entry: ScheduleSpec) -> bool:
        """Whether *entry* of the schedule is in force."""
        return any(getattr(entry, name) is not None for name in cls.moves)

    @classmethod
    def taken(cls, entry: ScheduleSpec) -> ScheduleSpec:
        """Return *entry* without what is kept for other strategies."""
        return entry.model_copy(update=dict.fromkeys({"count", "min", "max", "size"} - set(cls.moves)))

    @classmethod
    @abstractmethod
    def decide(cls, words: ScalingWords, schedule: list[ScheduleSpec], host: Host) -> Self:
        """Return it with every value decided, out of the block, its schedule in force, and what it runs on."""

    @abstractmethod
    def said(self) -> Iterator[str]:
        """Yield what it does, in words."""

    @property
    def bounds(self) -> tuple[int, int]:
        """The fewest and the most replicas, but for what the schedule says."""
        return self.count, self.count

    @property
    def clocked(self) -> bool:
        """Whether the clock moves the number of replicas."""
        return any(entry.numbers() for entry in self.schedule)

    @property
    def owned_count(self) -> int | None:
        """The replicas that Pulumi keeps; none where demand or the clock owns their number."""
        return None if self.follows_demand or self.clocked else self.count

    @property
    def wakes(self) -> bool:
        """Whether it may rest without replicas, so that something has to wake it."""
        return False

    @property
    def grows_only(self) -> bool:
        """Whether it adds replicas and never removes one."""
        return False

    @property
    def ladder_sizes(self) -> list[str]:
        """Its ladder of machine types, smallest first; empty without one."""
        return []

    @property
    def demand_ladder(self) -> Ladder | None:
        """How demand moves the machine type along the ladder; none where it does not."""
        return None

    @property
    def clock_owned_size(self) -> bool:
        """Whether a clock or an alarm owns which machine type is live."""
        return False

    @property
    def chosen_sizes(self) -> list[str]:
        """The machine types that a clock or an alarm chooses from, the stack file's first; else none."""
        return []

    @property
    def ordered(self) -> bool:
        """Whether a state machine gets orders: to exchange the machine type, or to let the endpoint sleep and wake."""
        return self.clock_owned_size or self.hours is not None
