"""Alarms on the requests that callers wait for: too slow, failed, unusual in number, or none."""

from collections.abc import Iterator
from dataclasses import replace

from components.alarm import Alarm, Metric, Missing, Of, Urgency
from components.burn_rate import SERVER_FAILURES, Failures, failure_rate
from modelhost.spec.alarm import AlarmSpec, SloSpec

MICROSECONDS_PER_MILLISECOND = 1000
MINUTE = 60
FIVE_MINUTES = 300


def demand_alarms(thresholds: AlarmSpec, slo: SloSpec | None, of: Of, *, guarded: bool) -> Iterator[Alarm]:
    """Yield the alarms on the requests *of* a variant or a component."""
    if slo is not None:
        yield _latency(slo, of)
    yield from _errors(thresholds, of)
    if guarded:
        yield rollout_alarm(thresholds, Failures("InvocationModelErrors", "Invocations", of))
    yield from _traffic(thresholds, of)


def rollout_alarm(thresholds: AlarmSpec, failures: Failures) -> Alarm:
    """Return the alarm that finds a bad version within two minutes, while a rollout still bakes.

    The alarm on failed requests takes ten minutes, by when most rollouts are over.
    """
    expression, metrics = failure_rate(failures)
    return Alarm(
        what="rollout-errors",
        title=f"The model fails more than {thresholds.server_error_rate:.2%} of requests",
        metrics=metrics,
        expression=expression,
        threshold=thresholds.server_error_rate,
        period_seconds=MINUTE,
        periods=2,
        breaching_periods=2,
        missing=Missing.NOT_BREACHING,  # no request failed
        guards=True,
    )


def challenger_alarm(thresholds: AlarmSpec, variant: str) -> Alarm:
    """Return the alarm on the failed requests of a challenger, which the primary variant's alarms do not see."""
    alarm = next(_errors(thresholds, Of.VARIANT))
    _, metrics = failure_rate(SERVER_FAILURES._replace(variant=variant))
    title = f"{variant}: {alarm.title}"
    return replace(alarm, what=f"errors-5xx-{variant}", title=title, metrics=metrics, heading=alarm.what, guards=False)


def _latency(slo: SloSpec, of: Of) -> Alarm:
    """Alarm when the slowest hundredth waits longer than promised, inside the model and around it."""
    return Alarm(
        what="latency-p99",
        title=f"p99 latency is above the promised {slo.p99_ms:g} ms",
        metrics={
            "model": Metric("ModelLatency", "p99", of=of),
            "overhead": Metric("OverheadLatency", "p99", of=of),
        },
        expression="model + overhead",
        threshold=slo.p99_ms * MICROSECONDS_PER_MILLISECOND,
        period_seconds=MINUTE,
        periods=5,
        breaching_periods=3,
        missing=Missing.NOT_BREACHING,  # no request was slow
        urgency=Urgency.PAGE,
        guards=True,
    )


def _errors(thresholds: AlarmSpec, of: Of) -> Iterator[Alarm]:
    """Alarm on the fractions of failed requests."""
    server, client = "requests fail on our side", "requests are refused as wrong"
    kinds = (
        ("errors-5xx", "Invocation5XXErrors", server, thresholds.server_error_rate, True),
        ("errors-4xx", "Invocation4XXErrors", client, thresholds.client_error_rate, False),
    )
    for what, metric, title, threshold, guards in kinds:
        expression, metrics = failure_rate(Failures(metric, "Invocations", of))
        yield Alarm(
            what=what,
            title=f"More than {threshold:.2%} of {title}",
            metrics=metrics,
            expression=expression,
            threshold=threshold,
            period_seconds=FIVE_MINUTES,
            periods=3,
            breaching_periods=2,
            missing=Missing.NOT_BREACHING,  # no request failed
            guards=guards,
        )


def _traffic(thresholds: AlarmSpec, of: Of) -> Iterator[Alarm]:
    """Alarm on unusual traffic, and on none where that is asked for."""
    requests = {"requests": Metric("Invocations", "Sum", of=of)}
    if thresholds.invocations_band is not None:
        yield Alarm(
            what="invocations-unusual",
            title=f"Traffic is more than {thresholds.invocations_band:g} standard deviations from the usual",
            metrics=requests,
            expression=f"ANOMALY_DETECTION_BAND(requests, {thresholds.invocations_band:g})",
            comparison="LessThanLowerOrGreaterThanUpperThreshold",
            threshold=None,
            period_seconds=FIVE_MINUTES,
            periods=3,
            breaching_periods=3,
            missing=Missing.NOT_BREACHING,  # nights without traffic are usual; quiet_minutes says where they are not
        )
    if thresholds.quiet_minutes is not None:
        yield Alarm(
            what="invocations-none",
            title=f"No request for {thresholds.quiet_minutes} minutes",
            metrics=requests,
            comparison="LessThanThreshold",
            threshold=1,
            period_seconds=MINUTE,
            periods=thresholds.quiet_minutes,
            breaching_periods=thresholds.quiet_minutes,
            missing=Missing.BREACHING,  # without requests the metric is absent, not zero
        )
