"""Step scaling: an alarm changes the count by steps, one size for each distance from the threshold.

Source: Application Auto Scaling user guide, "Step scaling policies" and "Cooldown periods".
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Kind
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.series import GIVEN, KEPT, PENDING
from modelhost.planner.autoscalers.target_tracking import NEVER

STEPS = 20
"""Most steps of a policy; AWS's own limit."""


class Way(IntEnum):
    """How a step changes the count."""

    CHANGE = 0
    """`ChangeInCapacity`: so many replicas."""
    PERCENT = 1
    """`PercentChangeInCapacity`: per cent of the replicas, rounded towards the present count, at least one."""
    EXACT = 2
    """`ExactCapacity`: exactly so many."""


class Parameter(IntEnum):
    """Places in the numbers of one policy, behind those of its series; edges and amounts of the steps follow."""

    THRESHOLD = GIVEN
    RISING = GIVEN + 1
    PERIODS = GIVEN + 2
    WAY = GIVEN + 3
    COOLDOWN = GIVEN + 4
    COUNT = GIVEN + 5
    FIRST_STEP = GIVEN + 6


class Memory(IntEnum):
    """Places in the memory of one policy, behind those of its series."""

    RUN = KEPT
    MISSING_RUN = KEPT + 1
    ACTED_AT = KEPT + 2


SHARED_PARAMETERS, PARAMETERS = 1, Parameter.FIRST_STEP + 2 * STEPS
"""Numbers before those of the first policy, and numbers of each policy."""
SHARED_MEMORY, MEMORY = 3, KEPT + len(Memory)
"""When the last scale-out and scale-in were, and the count before the former; then the memory of each policy."""


@dataclass(frozen=True)
class Step:
    """What happens from some distance to the threshold on, up to the next step."""

    beyond: float
    """Distance past the threshold, 0 or more."""
    amount: int
    """Replicas or per cent to add, below 0 to remove; or exactly so many."""


@dataclass(frozen=True)
class StepPolicy:
    """One alarm, and its steps."""

    metric: Metric
    """What is measured."""
    threshold: float
    """Where the alarm begins."""
    steps: tuple[Step, ...]
    """What to do, nearest to the threshold first."""
    rising: bool = True
    """Whether the alarm is above the threshold; else below."""
    way: Way = Way.CHANGE
    """How the steps change the count."""
    periods: int = 3
    """Datapoints in a row that raise the alarm."""
    period_seconds: float | None = None
    """Width of a datapoint; none for the metric's own."""
    cooldown_seconds: float = 300.0
    """Time after a change in which only the excess of a larger one is added, and nothing is taken away."""
    lag_seconds: float | None = None
    """Assumed: time from the end of a period until its datapoint counts; none for the metric's own."""
    zero_reported: bool = True
    """Assumed: a period without requests reports 0; else it is missing, and causes no action."""

    def numbers(self) -> list[float]:
        """Return the numbers in the order of `Parameter`."""
        if not 0 < len(self.steps) <= STEPS:
            raise ValueError(f"steps: {len(self.steps)} are not 1 to {STEPS}; write so many")
        period = self.metric.period_seconds if self.period_seconds is None else self.period_seconds
        lag = self.metric.lag_seconds if self.lag_seconds is None else self.lag_seconds
        if lag > period * (PENDING - 2):
            raise ValueError(f"lag_seconds: {lag:g} is too long; write at most {PENDING - 2} periods")
        head: list[float] = [self.metric, period, lag, self.zero_reported and self.metric is not Metric.NO_CAPACITY]
        head += [self.threshold, self.rising, self.periods, self.way, self.cooldown_seconds, len(self.steps)]
        steps = [number for step in self.steps for number in (step.beyond, float(step.amount))]
        return head + steps + [0.0] * (2 * STEPS - len(steps))


@dataclass(frozen=True)
class StepScaling:
    """Several step policies on one fleet."""

    policies: tuple[StepPolicy, ...]
    """The policies; where several ask at once, the largest count is taken."""

    @property
    def kind(self) -> Kind:
        """Which function decides."""
        return Kind.STEP_SCALING

    @property
    def label(self) -> str:
        """What it does."""
        told = (
            f"{'above' if each.rising else 'below'} {each.threshold:g} {each.metric.unit}" for each in self.policies
        )
        return "steps " + " and ".join(told)

    def parameters(self) -> Floats:
        """Return how many policies there are, then the numbers of each."""
        return np.array([float(len(self.policies)), *(each for one in self.policies for each in one.numbers())])

    def state(self) -> Floats:
        """Return the memory before the first sample."""
        return step_memory(len(self.policies))


def step_memory(policies: int) -> Floats:
    """Return the memory of so many *policies* before the first sample."""
    memory = np.zeros(SHARED_MEMORY + policies * MEMORY)
    memory[:2] = NEVER
    memory[SHARED_MEMORY + Memory.ACTED_AT :: MEMORY] = NEVER
    return memory
