"""What an alarm is, before any resource exists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

REQUESTS = "AWS/SageMaker"
"""Namespace of requests, latencies and errors."""
INSTANCES = "/aws/sagemaker/Endpoints"
"""Namespace of the instances' utilisation."""
COPIES = "/aws/sagemaker/InferenceComponents"
"""Namespace of the utilisation of an inference component's copies."""


class Missing(StrEnum):
    """How an alarm reads a period without data."""

    NOT_BREACHING = "notBreaching"
    BREACHING = "breaching"
    MISSING = "missing"


class Urgency(StrEnum):
    """Who has to act, and when."""

    PAGE = "page"
    TICKET = "ticket"


class Of(StrEnum):
    """What a metric is measured of, which decides its dimensions."""

    VARIANT = "variant"
    ENDPOINT = "endpoint"
    COMPONENT = "component"


@dataclass(frozen=True)
class Metric:
    """One statistic of one metric."""

    name: str
    """CloudWatch's name of the metric."""
    statistic: str
    """`Sum`, `Average`, `Maximum`, or a percentile such as `p99`."""
    namespace: str = REQUESTS
    """CloudWatch namespace."""
    of: Of = Of.VARIANT
    """What it is measured of."""
    variant: str | None = None
    """The variant, when it is not the one that scales."""


@dataclass(frozen=True)
class Alarm:
    """A threshold on a metric or on an expression over several."""

    what: str
    """Last part of the alarm's name."""
    title: str
    """What is wrong when it fires."""
    metrics: Mapping[str, Metric]
    """Metrics by their id in the expression."""
    threshold: float | None
    """Value that must not be crossed, in the metric's own unit; none for an anomaly band."""
    period_seconds: int
    """Length of one period."""
    periods: int
    """Periods looked at."""
    breaching_periods: int
    """How many of them must breach."""
    missing: Missing
    """How a period without data is read."""
    comparison: str = "GreaterThanThreshold"
    """CloudWatch's comparison operator."""
    expression: str | None = None
    """Metric math over the ids; the only metric itself without."""
    urgency: Urgency = Urgency.TICKET
    """Who has to act."""
    part_of: str | None = None
    """The composite alarm that alone looks at it; it notifies nobody by itself."""
    heading: str | None = None
    """Its heading in the runbook, when it shares another's."""
    guards: bool = False
    """Whether it tells a bad version from a good one, so that a rollout that fires it is rolled back."""

    @property
    def quiet(self) -> bool:
        """Whether it notifies nobody."""
        return self.part_of is not None

    @property
    def place(self) -> str:
        """Its heading in the runbook."""
        return self.part_of or self.heading or self.what


@dataclass(frozen=True)
class Composite:
    """An alarm that fires when all of some alarms do."""

    what: str
    """Last part of the alarm's name."""
    title: str
    """What is wrong when it fires."""
    of: tuple[str, ...]
    """The alarms, by their last part."""
    urgency: Urgency
    """Who has to act."""

    @property
    def place(self) -> str:
        """Its heading in the runbook."""
        return self.what


@dataclass(frozen=True)
class AlarmPlan:
    """All alarms of one endpoint."""

    alarms: tuple[Alarm, ...] = ()
    """Alarms on metrics."""
    composites: tuple[Composite, ...] = field(default=())
    """Alarms on alarms."""

    def joined(self, more: Iterable[Alarm]) -> "AlarmPlan":
        """Return the plan with *more* alarms."""
        return AlarmPlan((*self.alarms, *more), self.composites)

    @property
    def guarding(self) -> tuple[str, ...]:
        """Last parts of the names of those that roll a rollout back."""
        return tuple(each.what for each in self.alarms if each.guards)

    @property
    def notifying(self) -> tuple[str, ...]:
        """Last parts of the names of those that reach people."""
        return (*(each.what for each in self.alarms if not each.quiet), *(each.what for each in self.composites))
