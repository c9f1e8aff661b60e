"""Which loads can be followed on which kind of endpoint and machine, and what to follow instead."""

from modelhost.catalog.machine import Machine
from modelhost.spec.base import Findings, Place
from modelhost.spec.kind import EndpointKind
from modelhost.spec.metric import CustomMetricSpec
from modelhost.spec.target_metric import TargetMetric

REALTIME, COMPONENTS, MULTI_MODEL, ASYNC, SERVERLESS = EndpointKind
QUEUED = "an asynchronous endpoint is measured by what waits for it; use backlog"
BY_MINUTE = "AWS measures a multi-model endpoint by the minute only; use invocations"
NOT_MEASURED = "a serverless endpoint has no instances to measure; use provisioned-concurrency"
BACKLOG = "only asynchronous endpoints have a backlog; use concurrency, or write kind: async"
BACKLOG_BY_MINUTE = "only asynchronous endpoints have a backlog; use invocations, or write kind: async"
PROVISIONED = "only serverless endpoints have provisioned concurrency; use {other}"

REFUSED: dict[TargetMetric, dict[EndpointKind, str]] = {
    TargetMetric.CONCURRENCY: {MULTI_MODEL: BY_MINUTE, ASYNC: QUEUED, SERVERLESS: NOT_MEASURED},
    TargetMetric.INVOCATIONS: {ASYNC: QUEUED, SERVERLESS: NOT_MEASURED},
    TargetMetric.BACKLOG: {
        REALTIME: BACKLOG,
        COMPONENTS: BACKLOG,
        MULTI_MODEL: BACKLOG_BY_MINUTE,
        SERVERLESS: NOT_MEASURED,
    },
    TargetMetric.CPU: {SERVERLESS: NOT_MEASURED},
    TargetMetric.MEMORY: {SERVERLESS: NOT_MEASURED},
    TargetMetric.GPU: {SERVERLESS: NOT_MEASURED},
    TargetMetric.GPU_MEMORY: {SERVERLESS: NOT_MEASURED},
    TargetMetric.PROVISIONED_CONCURRENCY: {
        REALTIME: PROVISIONED.replace("{other}", "concurrency"),
        COMPONENTS: PROVISIONED.replace("{other}", "concurrency"),
        MULTI_MODEL: PROVISIONED.replace("{other}", "invocations"),
        ASYNC: PROVISIONED.replace("{other}", "backlog"),
    },
}
"""What to say of a load that AWS does not measure on a kind of endpoint."""

UNCOUNTED: dict[TargetMetric, dict[EndpointKind, str]] = {
    TargetMetric.QUEUE_DEPTH: {
        COMPONENTS: "nothing in CloudWatch counts the copies that a queue is to be divided by; "
        "use concurrency, write steps, or publish the depth per copy and write custom",
        SERVERLESS: NOT_MEASURED,
    },
}
"""What to say of a target whose load is a total that AWS cannot divide by the replicas of a kind of endpoint."""

LADDER = (
    TargetMetric.CPU,
    TargetMetric.GPU,
    TargetMetric.MEMORY,
    TargetMetric.GPU_MEMORY,
    TargetMetric.CONCURRENCY,
    TargetMetric.LATENCY,
)
"""Loads that a larger machine relieves."""
OF_GPU = (TargetMetric.GPU, TargetMetric.GPU_MEMORY)
FAST = (TargetMetric.CONCURRENCY, TargetMetric.CUSTOM)
"""Loads that may be published more than once a minute."""
SHORT_PERIODS, MINUTE, DAY = (10, 30), 60, 86_400


def measurable(place: Place, metric: TargetMetric, kind: EndpointKind, held: bool = False) -> Findings:
    """Yield why *metric* is not measured on *kind*, when it is not; a load that is *held* is one per replica."""
    text = REFUSED.get(metric, {}).get(kind) or (UNCOUNTED.get(metric, {}).get(kind) if held else None)
    if text is not None:
        yield (*place, "metric"), f"{metric}: {text}"


def has_gpu(place: Place, metric: TargetMetric, machine: Machine) -> Findings:
    """Yield that *machine* has no GPU whose load could be followed."""
    if metric in OF_GPU and not machine.gpu:
        yield (*place, "metric"), f"{metric}: {machine.name} has no GPU; use cpu, or a machine with one"


def described(metric: TargetMetric, custom: CustomMetricSpec | None, queue: str | None) -> Findings:
    """Yield what is missing, or too much, to describe *metric*."""
    for name, given, owner in (("custom", custom, TargetMetric.CUSTOM), ("queue", queue, TargetMetric.QUEUE_DEPTH)):
        if metric is owner and given is None:
            yield (name,), f"missing beside metric {metric}; {HOW[owner]}"
        if metric is not owner and given is not None:
            yield (name,), f"belongs to metric {owner}, and the metric is {metric}; leave one of the two"


HOW = {
    TargetMetric.CUSTOM: "write namespace, name and dimensions of the CloudWatch metric",
    TargetMetric.QUEUE_DEPTH: "write the name of the SQS queue",
}
"""What describes a metric that only the team knows."""


def fraction(name: str, metric: TargetMetric, value: float | None) -> Findings:
    """Yield that *value* of a utilisation is not a fraction."""
    if value is not None and metric.fraction and value > 1:
        yield (name,), f"{value:g} is not a fraction of {metric}; write {value / 100:g}"


def period(metric: TargetMetric, seconds: int, periods: int) -> Findings:
    """Yield what CloudWatch does not take of an alarm's periods."""
    if seconds not in SHORT_PERIODS and seconds % MINUTE:
        yield ("period_seconds",), f"{seconds} is no period of CloudWatch; write 10, 30 or a multiple of 60"
    elif seconds in SHORT_PERIODS and metric not in FAST:
        yield ("period_seconds",), f"{seconds} is shorter than {metric} is measured; write 60 or more"
    elif seconds * periods > DAY:
        yield ("periods",), f"{periods} x {seconds} s is more than the day that an alarm looks back; lower one of them"
