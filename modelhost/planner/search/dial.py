"""Candidates of one form on one machine that differ in one number only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.room import Room


@dataclass(frozen=True, eq=False)
class Dial:
    """One number to turn: the larger it is, the less the candidate costs and the worse it keeps the promise."""

    form: Form
    """Which of the ways."""
    room: Room
    """On which machine."""
    make: Callable[[float], Candidate]
    """Makes the candidate of a number."""
    coarse: tuple[float, ...]
    """The first numbers to try, ascending."""
    whole: bool = False
    """Whether only whole numbers mean something."""
    beside: Callable[[], Sequence["Dial"]] = tuple
    """Makes the dials that differ in one of the numbers that stay."""

    def between(self, low: float, high: float, count: int) -> tuple[float, ...]:
        """Return up to *count* numbers strictly between *low* and *high*, evenly spread."""
        numbers = np.linspace(low, high, count + 2)[1:-1]
        if self.whole:
            numbers = np.unique(np.round(numbers))
        return tuple(float(number) for number in numbers if low < number < high)


@dataclass(frozen=True, eq=False)
class Turned:
    """A dial at one number."""

    dial: Dial
    """The dial."""
    number: float
    """Where it stands."""
    candidate: Candidate
    """What that makes."""

    @property
    def family(self) -> tuple[Form, float | None]:
        """Return its form and the metric that it follows; the per-interval model errs alike on those of a family."""
        return self.dial.form, self.candidate.settings.get("metric")


def turned(dial: Dial, numbers: Sequence[float]) -> list[Turned]:
    """Return the candidates of *dial* at *numbers*."""
    return [Turned(dial, number, dial.make(number)) for number in numbers]
