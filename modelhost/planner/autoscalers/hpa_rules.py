"""The words of an HPA's `behavior`, and the places of their numbers."""

from dataclasses import dataclass
from enum import IntEnum

from modelhost.planner.array import Floats
from modelhost.spec.kubernetes.behavior import MOST_POLICIES, Select, Unit

SLOTS = 256
"""Most recommendations and events that are remembered: an hour of them, 15 s apart, is 240."""


class Rule(IntEnum):
    """Places in the numbers of one direction; three for each policy follow."""

    WINDOW = 0
    SELECT = 1
    COUNT = 2
    FIRST = 3


RULE_SIZE = Rule.FIRST + 3 * MOST_POLICIES


@dataclass(frozen=True)
class Pace:
    """One policy: so many pods, or per cent of them, in so many seconds."""

    unit: Unit
    """Pods or per cent."""
    value: int
    """How many."""
    period_seconds: float
    """In which time."""


@dataclass(frozen=True)
class Rules:
    """How fast the number of pods moves in one direction."""

    window_seconds: float
    """Time over which recommendations are stabilised."""
    paces: tuple[Pace, ...]
    """The policies."""
    select: Select = Select.MAX
    """Which of them counts."""

    def numbers(self) -> list[float]:
        """Return RULE_SIZE numbers in the order of `Rule`."""
        if len(self.paces) > MOST_POLICIES:
            raise ValueError(f"policies: {len(self.paces)} are too many; write at most {MOST_POLICIES}")
        found = [self.window_seconds, float(list(Select).index(self.select)), float(len(self.paces))]
        for pace in self.paces:
            found += [float(pace.unit is Unit.PERCENT), float(pace.value), pace.period_seconds]
        return found + [0.0] * (RULE_SIZE - len(found))


UP = Rules(0.0, (Pace(Unit.PODS, 4, 15.0), Pace(Unit.PERCENT, 100, 15.0)))
"""What holds upwards where `behavior` does not say; Kubernetes documentation, "Default behavior"."""
DOWN = Rules(300.0, (Pace(Unit.PERCENT, 100, 15.0),))
"""What holds downwards where `behavior` does not say."""


class History(IntEnum):
    """Places in the memory of recommendations and events; each block holds times, then values."""

    RECOMMENDATIONS = 0
    UPS = 1
    DOWNS = 2
    FIRST = 3


HISTORY_SIZE = History.FIRST + 3 * 2 * SLOTS


def history(first: int, memory: Floats, current: int) -> None:
    """Write the memory of a controller that has just met *current* pods into *memory* from *first* on."""
    memory[first : first + HISTORY_SIZE] = 0.0
    if current:
        memory[first + History.RECOMMENDATIONS] = 1
        memory[first + History.FIRST + SLOTS] = current
