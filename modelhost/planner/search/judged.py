"""A candidate with what it costs and how well it keeps the promise."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from modelhost.planner.outcome import Outcome
from modelhost.planner.search.candidate import Candidate


class Fidelity(StrEnum):
    """How closely a candidate was looked at."""

    SCREENED = "screened"
    SAMPLED = "sampled"
    REPLAYED = "replayed"


class Cost(NamedTuple):
    """US dollars per month of 730 hours; fixed charges included."""

    floor: float
    """What the fewest replicas cost: what is paid without any load."""
    expected: float
    """As simulated."""
    ceiling: float
    """When services are as slow as their band allows."""


class Interval(NamedTuple):
    """Ends between which a share lies in 80 of 100 cases."""

    low: float
    """Lower end."""
    high: float
    """Upper end."""


@dataclass(frozen=True, eq=False)
class Judged:
    """A candidate and what came of it."""

    candidate: Candidate
    """Who was judged."""
    cost: Cost
    """What it costs."""
    attainment: float
    """Share of the offered requests that kept the promise, 0 to 1."""
    interval: Interval
    """80 % interval of the attainment: other arrivals, and services as fast or slow as their band allows."""
    worst_hour: float
    """Lowest attainment of any clock-hour."""
    mean_replicas: float
    """Replicas paid for, mean over time."""
    peak_replicas: int
    """Most replicas paid for at once."""
    feasible: bool
    """Whether it keeps the promise and every hard constraint."""
    why: str = ""
    """Why it did not win, with the numbers; empty for the winner."""
    fidelity: Fidelity = Fidelity.SCREENED
    """How closely it was looked at."""
    outcome: Outcome | None = None
    """The replay that the numbers come from; none where it was only screened."""
