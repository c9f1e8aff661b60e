"""Alarms on the queue of an asynchronous endpoint, which publishes neither the number nor the overhead of requests."""

from collections.abc import Iterator

from components.alarm import Alarm, Metric, Missing, Of, Urgency
from components.alarm_request import rollout_alarm
from components.burn_rate import Failures, failure_rate
from modelhost.spec.alarm import AlarmSpec, SloSpec

QUEUE_FAILURES = Failures("InvocationFailures", "InvocationsProcessed", Of.ENDPOINT)
MINUTE = 60
FIVE_MINUTES = 300
OLDEST_SECONDS = 3600
"""A request that waits for an hour: SageMaker forgets it after six."""


def backlog_alarms(thresholds: AlarmSpec, slo: SloSpec | None, *, guarded: bool) -> Iterator[Alarm]:
    """Yield the alarms on what waits in the queue, and on what comes out of it."""
    if slo is not None:
        yield _processing(slo)
    yield _failures(thresholds)
    if guarded:
        yield rollout_alarm(thresholds, QUEUE_FAILURES)
    yield _age()
    yield _expired()


def _processing(slo: SloSpec) -> Alarm:
    """Alarm when the slowest hundredth takes longer than promised, from the queue to the answer."""
    return Alarm(
        what="latency-p99",
        title=f"p99 of the time from request to answer is above the promised {slo.p99_ms:g} ms",
        metrics={"total": Metric("TotalProcessingTime", "p99", of=Of.ENDPOINT)},
        threshold=slo.p99_ms,
        period_seconds=MINUTE,
        periods=5,
        breaching_periods=3,
        missing=Missing.NOT_BREACHING,  # no request was slow
        urgency=Urgency.PAGE,
    )


def _failures(thresholds: AlarmSpec) -> Alarm:
    """Alarm on the fraction of requests without an answer."""
    expression, metrics = failure_rate(QUEUE_FAILURES)
    return Alarm(
        what="errors-5xx",
        title=f"More than {thresholds.server_error_rate:.2%} of requests end in failures",
        metrics=metrics,
        expression=expression,
        threshold=thresholds.server_error_rate,
        period_seconds=FIVE_MINUTES,
        periods=3,
        breaching_periods=2,
        missing=Missing.NOT_BREACHING,  # no request failed
        guards=True,
    )


def _age() -> Alarm:
    """Alarm when requests wait: nobody takes them, or too few machines do."""
    return Alarm(
        what="backlog-age",
        title=f"A request has waited for more than {OLDEST_SECONDS // MINUTE} minutes",
        metrics={"age": Metric("ApproximateAgeOfOldestRequest", "Maximum", of=Of.ENDPOINT)},
        threshold=OLDEST_SECONDS,
        period_seconds=FIVE_MINUTES,
        periods=3,
        breaching_periods=3,
        missing=Missing.NOT_BREACHING,  # nothing waits
    )


def _expired() -> Alarm:
    """Alarm when a request was forgotten unanswered."""
    return Alarm(
        what="backlog-expired",
        title="Requests expired in the queue, unanswered",
        metrics={"expired": Metric("ExpiredRequests", "Sum", of=Of.ENDPOINT)},
        threshold=0,
        period_seconds=FIVE_MINUTES,
        periods=1,
        breaching_periods=1,
        missing=Missing.NOT_BREACHING,  # nothing waits
    )
