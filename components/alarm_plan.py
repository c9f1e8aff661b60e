"""Which alarms an endpoint has, and at what values, in CloudWatch's own units.

Latencies come in microseconds. CPU, GPU and GPU memory sum to 100 % for each core or accelerator of the machine;
memory and disk are percentages of the whole.
"""

from collections.abc import Iterator

from components.alarm import INSTANCES, Alarm, AlarmPlan, Metric, Missing, Urgency
from components.burn_rate import burn_alarms, failure_rate
from modelhost.catalog.machine import Machine
from modelhost.spec.alarm import AlarmSpec, SloSpec

MICROSECONDS_PER_MILLISECOND = 1000
PERCENT = 100
MINUTE = 60
FIVE_MINUTES = 300


def plan_alarms(machine: Machine, thresholds: AlarmSpec, slo: SloSpec | None) -> AlarmPlan:
    """Return the alarms of an endpoint on *machine*: errors, traffic, utilisation, and what *slo* promises."""
    alarms = [*_errors(thresholds), *_traffic(thresholds), *_utilization(machine, thresholds)]
    if slo is None:
        return AlarmPlan(tuple(alarms))
    windows, composites = burn_alarms(slo.error_rate)
    return AlarmPlan((_latency(slo), *alarms, *windows), tuple(composites))


def _latency(slo: SloSpec) -> Alarm:
    """Alarm when the slowest hundredth waits longer than promised, inside the model and around it."""
    return Alarm(
        what="latency-p99",
        title=f"p99 latency is above the promised {slo.p99_ms:g} ms",
        metrics={"model": Metric("ModelLatency", "p99"), "overhead": Metric("OverheadLatency", "p99")},
        expression="model + overhead",
        threshold=slo.p99_ms * MICROSECONDS_PER_MILLISECOND,
        period_seconds=MINUTE,
        periods=5,
        breaching_periods=3,
        missing=Missing.NOT_BREACHING,  # no request was slow
        urgency=Urgency.PAGE,
    )


def _errors(thresholds: AlarmSpec) -> Iterator[Alarm]:
    """Alarm on the fractions of failed requests."""
    kinds = (
        (
            "errors-5xx",
            "Invocation5XXErrors",
            "requests fail on our side",
            thresholds.server_error_rate,
        ),
        ("errors-4xx", "Invocation4XXErrors", "requests are refused as wrong", thresholds.client_error_rate),
    )
    for what, metric, title, threshold in kinds:
        expression, metrics = failure_rate(metric)
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
        )


def _traffic(thresholds: AlarmSpec) -> Iterator[Alarm]:
    """Alarm on unusual traffic, and on none where that is asked for."""
    if thresholds.invocations_band is not None:
        yield Alarm(
            what="invocations-unusual",
            title=f"Traffic is more than {thresholds.invocations_band:g} standard deviations from the usual",
            metrics={"requests": Metric("Invocations", "Sum")},
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
            metrics={"requests": Metric("Invocations", "Sum")},
            comparison="LessThanThreshold",
            threshold=1,
            period_seconds=MINUTE,
            periods=thresholds.quiet_minutes,
            breaching_periods=thresholds.quiet_minutes,
            missing=Missing.BREACHING,  # without requests the metric is absent, not zero
        )


def _utilization(machine: Machine, thresholds: AlarmSpec) -> Iterator[Alarm]:
    """Alarm on what the machine runs out of; accelerators only where it has them."""
    gpus = machine.accelerator_count if machine.gpu else 0
    kinds = (
        ("cpu", "CPUUtilization", "Average", "cores", thresholds.cpu_utilization, machine.vcpus),
        ("memory", "MemoryUtilization", "Maximum", "memory", thresholds.memory_utilization, 1),
        ("disk", "DiskUtilization", "Maximum", "disk", thresholds.disk_utilization, 1),
        ("gpu", "GPUUtilization", "Average", "GPUs", thresholds.gpu_utilization, gpus),
        ("gpu-memory", "GPUMemoryUtilization", "Maximum", "GPU memory", thresholds.gpu_memory_utilization, gpus),
    )
    for what, metric, statistic, words, fraction, units in kinds:
        if units:
            yield Alarm(
                what=what,
                title=f"More than {fraction:.0%} of the {words} of {machine.name} is in use",
                metrics={"used": Metric(metric, statistic, INSTANCES)},
                threshold=fraction * units * PERCENT,
                period_seconds=FIVE_MINUTES,
                periods=3,
                breaching_periods=3,
                missing=Missing.MISSING,  # an instance that does not report is neither idle nor full
            )
