"""A chosen size from a ladder."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

from modelhost.spec.host import Host
from modelhost.spec.kind import EndpointKind
from modelhost.spec.ladder import Ladder
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.strategy.strategy import Strategy


class Vertical(Strategy):
    """A chosen size from a ladder."""

    needs = ("sizes", "replicas.count")
    uses = ("sizes", "replicas.count", "ladder")
    moves = ("count", "size")
    owns_size = True
    refused: ClassVar[Mapping[EndpointKind, str]] = {
        EndpointKind.COMPONENTS: "copies have no machine of their own, so another size would move them all; "
        "use horizontal or auto, or write kind: realtime",
        EndpointKind.SERVERLESS: "a serverless endpoint has no machine to exchange; "
        "change serverless.memory_gib, or write kind: realtime",
    }

    size: str
    """Machine type in force, or at creation where a clock or an alarm owns the size."""
    sizes: list[str]
    """The ladder."""
    ladder: Ladder | None = None
    """Steps by demand."""

    @classmethod
    def decide(cls, words: ScalingWords, schedule: list[ScheduleSpec], host: Host) -> Self:
        """Return it with the machine of the endpoint as its size."""
        count, _ = cls.base(words.replicas).or_one()
        return cls(
            size=host.machine.name if host.machine else "",
            sizes=words.sizes,
            count=count,
            schedule=schedule,
            ladder=words.ladder.decided(words.sizes, host.kind) if words.ladder else None,
            hours=words.hours,
        )

    def said(self) -> Iterator[str]:
        """Yield what it does, in words."""
        yield f"{self.count} x {self.size}"
        if self.size in self.sizes:
            yield f"step {self.sizes.index(self.size) + 1} of {len(self.sizes)}"
        if self.clock_owned_size:
            yield f"the size goes by {'demand' if self.ladder else 'the clock'}"

    @property
    def ladder_sizes(self) -> list[str]:
        """Its ladder of machine types, smallest first."""
        return self.sizes

    @property
    def demand_ladder(self) -> Ladder | None:
        """How demand moves the machine type along the ladder; none where it does not."""
        return self.ladder

    @property
    def clock_owned_size(self) -> bool:
        """Whether a clock or an alarm owns which machine type is live."""
        return self.ladder is not None or any(entry.size is not None for entry in self.schedule)

    @property
    def chosen_sizes(self) -> list[str]:
        """The machine types that a clock or an alarm chooses from, the stack file's first; else none."""
        return list(dict.fromkeys([self.size, *self.sizes])) if self.clock_owned_size else []
