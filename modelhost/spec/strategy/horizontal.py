"""A chosen number of replicas."""

from collections.abc import Iterator
from typing import Self

from modelhost.spec.host import Host
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.strategy.strategy import Strategy
from modelhost.spec.strategy.wording import plural


class Horizontal(Strategy):
    """A chosen number of replicas."""

    needs = uses = ("replicas.count",)
    optional = True

    @classmethod
    def decide(cls, words: ScalingWords, schedule: list[ScheduleSpec], host: Host) -> Self:
        """Return it with the number that the block says."""
        count, _ = cls.base(words.replicas).or_one()
        return cls(count=count, schedule=schedule, hours=words.hours)

    def said(self) -> Iterator[str]:
        """Yield what it does, in words."""
        yield f"{self.count} {plural(self.count)}"
