"""What the planner answers: numbers for every question, who lost and why, and what all of it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.question import Question
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.judged import Judged
from modelhost.planner.service.physical.proof import Proof


class Verdict(NamedTuple):
    """One question of the reader, answered."""

    question: str
    """Such as `horizontal, vertical or auto?`."""
    answer: str
    """A few words."""
    because: str
    """The numbers behind it."""


class Assumption(NamedTuple):
    """A number that nobody measured, or that AWS does not document."""

    what: str
    """Such as `start-up of ml.g6.xlarge`."""
    value: str
    """With its unit."""
    source: str
    """Where it comes from; begins with `assumed` where it is a guess."""
    sensitivity: str = ""
    """What another value does to the cost and the attainment of the winner, with the numbers."""


class Flip(NamedTuple):
    """A value from which on another candidate wins."""

    what: str
    """What changes, such as `start-up`."""
    value: str
    """From which value on, with its unit."""
    then: str
    """Who wins from there on."""


class Bottleneck(NamedTuple):
    """What breaks first when the load grows."""

    what: str
    """Such as `max of 8 replicas` or `queue of a replica`."""
    factor: float
    """Multiple of the load at which the promise is first broken; nan where nothing tells."""
    attainment: float
    """Attainment when the load doubles; nan where nothing tells."""
    text: str
    """The same in a sentence."""


class FitRow(NamedTuple):
    """One machine type for this model."""

    machine: str
    """The type."""
    fits: bool
    """Whether the model fits."""
    max_rps: float
    """Highest steady rate of one replica within the promise; 0 where even one request breaks it."""
    usd_per_hour: float
    """Price of a replica."""
    usd_per_million: float
    """Price of a million requests at that rate; inf where there is none."""
    text: str
    """Why it does not fit, or what its service time rests on."""


@dataclass(frozen=True, eq=False)
class Timeline:
    """Load and capacity over the trace, for a picture."""

    seconds: Floats
    """(points,) since the start of the trace."""
    rate: Floats
    """(points,) offered requests per second; nan where nobody looked."""
    serving: Counts
    """(points,) replicas of the winner in service."""
    paid: Counts
    """(points,) replicas of the winner paid for."""
    replica_rps: float
    """MAX_RPS of the winner's machine, which scales one axis to the other."""
    served: Floats | None = None
    """(points,) what the replicas in service bear per second, where their size moves; none elsewhere."""
    bought: Floats | None = None
    """(points,) what those paid for bear, in the same way."""

    @property
    def serving_rps(self) -> Floats:
        """(points,) requests per second that the replicas in service bear within the promise."""
        return self.serving.astype(np.float64) * self.replica_rps if self.served is None else self.served

    @property
    def paid_rps(self) -> Floats:
        """(points,) requests per second that the replicas paid for bear within the promise."""
        return self.paid.astype(np.float64) * self.replica_rps if self.bought is None else self.bought


@dataclass(frozen=True, eq=False)
class Plan:
    """The answer to a question."""

    question: Question
    """What was asked."""
    winner: Judged | None
    """Cheapest that keeps the promise; none when nothing does."""
    today: Judged | None
    """What stands today, judged in the same way."""
    runners_up: tuple[Judged, ...]
    """The best of every other form and machine, cheapest first, each with why it lost."""
    by_form: Mapping[Form, Judged]
    """The best of each form; an infeasible one only where the form has no other."""
    baselines: Mapping[str, Judged]
    """`aws default`, `tuned default`, `fixed peak`, as far as they can be built."""
    clairvoyant_usd_per_month: float
    """What somebody who knows the future pays at least, without pooling; a yardstick, not a plan."""
    verdicts: tuple[Verdict, ...]
    """The reader's questions, answered in order."""
    change: str
    """The first sentence: what is paid, what is attained, what to change and what that saves; or `no change`."""
    cost_by_slo: tuple[tuple[float, float, str], ...]
    """(limit in ms, cheapest USD a month, its machine) for limits around the promise."""
    timeline: Timeline | None
    """Load and capacity of the winner."""
    assumptions: tuple[Assumption, ...]
    """What all of it rests on."""
    flips: tuple[Flip, ...]
    """When another answer would be right."""
    bottleneck: Bottleneck | None
    """What breaks first."""
    fits: tuple[FitRow, ...]
    """Every machine type that was looked at, best value first."""
    notes: tuple[str, ...] = ()
    """What else to know: gaps of the trace, schedules not judged, prices that are old."""
    proof: Proof | None = None
    """What the winner keeps token by token; none where no tokens are promised, or a verdict says why not."""
    screened: int = 0
    """Candidates that were screened."""
    verified: int = 0
    """Candidates that the request-level simulator looked at."""
    seconds: float = 0.0
    """Time that the search took."""
    stages: Mapping[str, float] = field(default_factory=dict)
    """Seconds of each stage of the search."""
