"""What is watched of an endpoint, whatever its kind; the kinds pick from here and add their own.

Latencies come in microseconds. CPU, GPU and GPU memory of a machine sum to 100 % for each core or accelerator, memory
and disk are percentages of the whole; of an inference component's copies all four are percentages of the whole.
"""

from collections.abc import Iterator
from typing import NamedTuple

from components.alarm import COPIES, INSTANCES, Alarm, AlarmPlan, Metric, Missing, Of
from components.alarm_request import challenger_alarm, demand_alarms
from components.burn_rate import SERVER_FAILURES, Failures, burn_alarms
from modelhost.catalog.machine import Machine
from modelhost.spec.alarm import AlarmSpec, SloSpec

PERCENT = 100
FIVE_MINUTES = 300


class Watched(NamedTuple):
    """What the alarms of an endpoint follow from."""

    machine: Machine | None
    """Machine type, whose cores and accelerators scale the thresholds; none when serverless."""
    thresholds: AlarmSpec
    """When to raise an alarm."""
    slo: SloSpec | None = None
    """What callers are promised."""
    guarded: bool = False
    """Whether rollouts are rolled back on alarms."""
    challengers: tuple[str, ...] = ()
    """Variants that answer a share of the requests."""


def request_alarms(watched: Watched, of: Of = Of.VARIANT) -> AlarmPlan:
    """Return the alarms on requests: latency, errors, traffic, and how fast the error budget burns."""
    alarms = tuple(demand_alarms(watched.thresholds, watched.slo, of, guarded=watched.guarded))
    rivals = tuple(challenger_alarm(watched.thresholds, each) for each in watched.challengers)
    return with_burn((*alarms, *rivals), watched.slo, Failures(SERVER_FAILURES.failed, SERVER_FAILURES.requests, of))


def with_burn(alarms: tuple[Alarm, ...], slo: SloSpec | None, failures: Failures) -> AlarmPlan:
    """Return the plan of *alarms*, and of the error budget's burn where one is promised."""
    if slo is None:
        return AlarmPlan(alarms)
    windows, composites = burn_alarms(slo.error_rate, failures)
    return AlarmPlan((*alarms, *windows), tuple(composites))


def machine_alarms(watched: Watched) -> Iterator[Alarm]:
    """Alarm on what a machine runs out of; accelerators only where it has them."""
    machine, thresholds = watched.machine, watched.thresholds
    if machine is None:
        return
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
            title = f"More than {fraction:.0%} of the {words} of {machine.name} is in use"
            yield _used(what, title, Metric(metric, statistic, INSTANCES), fraction * units * PERCENT)


def copy_alarms(watched: Watched) -> Iterator[Alarm]:
    """Alarm on what the copies of an inference component run out of, of their share of the machine."""
    thresholds, gpu = watched.thresholds, watched.machine is not None and watched.machine.gpu
    kinds = (
        ("cpu", "CPUUtilizationNormalized", "Average", "cores", thresholds.cpu_utilization, True),
        ("memory", "MemoryUtilizationNormalized", "Maximum", "memory", thresholds.memory_utilization, True),
        ("gpu", "GPUUtilizationNormalized", "Average", "GPUs", thresholds.gpu_utilization, gpu),
        (
            "gpu-memory",
            "GPUMemoryUtilizationNormalized",
            "Maximum",
            "GPU memory",
            thresholds.gpu_memory_utilization,
            gpu,
        ),
    )
    for what, metric, statistic, words, fraction, there in kinds:
        if there:
            title = f"More than {fraction:.0%} of a copy's {words} is in use"
            yield _used(what, title, Metric(metric, statistic, COPIES, Of.COMPONENT), fraction * PERCENT)


def _used(what: str, title: str, metric: Metric, threshold: float) -> Alarm:
    """Return the alarm on a quarter of an hour of too much use."""
    return Alarm(
        what=what,
        title=title,
        metrics={"used": metric},
        threshold=threshold,
        period_seconds=FIVE_MINUTES,
        periods=3,
        breaching_periods=3,
        missing=Missing.MISSING,  # an instance that does not report is neither idle nor full
    )
