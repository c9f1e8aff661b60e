"""The charts of one endpoint, by its kind."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from components.alarm import COPIES, INSTANCES, REQUESTS, Of
from modelhost.spec.kind import EndpointKind

MICROSECONDS_PER_MILLISECOND = 1000

Widget = dict[str, Any]


class EndpointView(NamedTuple):
    """What the dashboard knows of an endpoint."""

    name: str
    """Name in the cloud."""
    variant: str
    """Its variant."""
    machine: str
    """Machine type and what it carries, in words."""
    gpu: bool
    """Whether the machine has GPUs."""
    p99_ms: float | None
    """Promised latency."""
    min_count: int
    """Fewest replicas."""
    max_count: int
    """Most replicas."""
    alarm_arns: tuple[str, ...]
    """Alarms that notify."""
    kind: EndpointKind = EndpointKind.REALTIME
    """Its kind."""
    component: str | None = None
    """Its base component; only of the kind `components`."""
    unit: str = "instance"
    """What is counted."""
    others: tuple[str, ...] = ()
    """Variants beside the one that scales."""


def charts(view: EndpointView, region: str) -> list[Widget]:
    """Return the charts of an endpoint."""
    return [chart for each in CHARTS[view.kind] for chart in each(view, region)]


def requests(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield traffic, latency and errors of requests that callers wait for."""
    of = Of.COMPONENT if view.component else Of.VARIANT
    per = "InvocationsPerCopy" if view.component else "InvocationsPerInstance"
    yield _chart(
        "Requests per minute", region, [_line(view, "Invocations", "Sum", of=of), _line(view, per, "Sum", of=of)]
    )
    yield _chart(
        "Latency in microseconds",
        region,
        [
            _line(view, "ModelLatency", "p50", of=of, label="model p50"),
            _line(view, "ModelLatency", "p99", of=of, label="model p99"),
            _line(view, "OverheadLatency", "p99", of=of, label="overhead p99"),
        ],
        marks=[] if view.p99_ms is None else [("promised p99", view.p99_ms * MICROSECONDS_PER_MILLISECOND)],
    )
    yield _chart(
        "Failed requests",
        region,
        [
            _line(view, "Invocation5XXErrors", "Sum", of=of, label="5xx"),
            _line(view, "Invocation4XXErrors", "Sum", of=of, label="4xx"),
        ],
    )


def backlog(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield what waits in the queue of an asynchronous endpoint, how long, and what fails."""
    of = Of.ENDPOINT
    yield _chart(
        "Requests in the queue",
        region,
        [
            _line(view, "ApproximateBacklogSize", "Maximum", of=of, label="waiting"),
            _line(view, "InvocationsProcessed", "Sum", of=of, label="processed"),
        ],
    )
    yield _chart(
        "Milliseconds from request to answer",
        region,
        [
            _line(view, "TotalProcessingTime", "p99", of=of, label="in all p99"),
            _line(view, "TimeInBacklog", "p99", of=of, label="waiting p99"),
        ],
        marks=[] if view.p99_ms is None else [("promised p99", view.p99_ms)],
    )
    yield _chart(
        "Failed requests",
        region,
        [
            _line(view, "InvocationFailures", "Sum", of=of, label="failed"),
            _line(view, "ExpiredRequests", "Sum", of=of, label="expired"),
        ],
    )


def machines(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield the number of instances and what they use."""
    # Each instance reports its CPU once a minute, so the number of reports is the number of instances.
    yield _chart(
        "Instances",
        region,
        [_line(view, "CPUUtilization", "SampleCount", INSTANCES, label="in service")],
        marks=[] if view.component else [("fewest", view.min_count), ("most", view.max_count)],
    )
    if view.component is None:
        gpu = [("GPUUtilization", "Average"), ("GPUMemoryUtilization", "Maximum")] if view.gpu else []
        used = [("CPUUtilization", "Average"), ("MemoryUtilization", "Maximum"), ("DiskUtilization", "Maximum"), *gpu]
        yield _chart(
            "Utilisation in percent of one core or GPU",
            region,
            [_line(view, metric, statistic, INSTANCES) for metric, statistic in used],
        )


def copies(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield what the copies of an inference component use of their share."""
    gpu = [("GPUUtilizationNormalized", "Average"), ("GPUMemoryUtilizationNormalized", "Maximum")] if view.gpu else []
    used = [("CPUUtilizationNormalized", "Average"), ("MemoryUtilizationNormalized", "Maximum"), *gpu]
    yield _chart(
        "Utilisation in percent of a copy's share",
        region,
        [_line(view, metric, statistic, COPIES, Of.COMPONENT) for metric, statistic in used],
    )


def models(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield how often a request waits for its model to be loaded."""
    yield _chart(
        "Models on the machines",
        region,
        [
            _line(view, "ModelCacheHit", "Average", label="loaded already"),
            _line(view, "ModelLoadingWaitTime", "p99", label="microseconds of loading p99"),
        ],
    )


def warmth(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield cold starts, and how much of what is kept warm is used."""
    yield _chart("Cold starts in microseconds", region, [_line(view, "ModelSetupTime", "p99", label="set-up p99")])
    yield _chart(
        "Provisioned concurrency in use",
        region,
        [_line(view, "ServerlessProvisionedConcurrencyUtilization", "Maximum", label="fraction")],
    )


def rivals(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield how a shadow or challengers do beside the variant that scales."""
    if not view.others:
        return
    variants = [view._replace(variant=each) for each in (view.variant, *view.others)]
    for title, metric, statistic in (
        ("Requests by variant", "Invocations", "Sum"),
        ("Latency in microseconds by variant, p99", "ModelLatency", "p99"),
        ("Failed requests by variant", "Invocation5XXErrors", "Sum"),
    ):
        yield _chart(title, region, [_line(each, metric, statistic, label=each.variant) for each in variants])


CHARTS: dict[EndpointKind, Sequence[Callable[[EndpointView, str], Iterator[Widget]]]] = {
    EndpointKind.REALTIME: (requests, machines, rivals),
    EndpointKind.COMPONENTS: (requests, machines, copies),
    EndpointKind.MULTI_MODEL: (requests, machines, models),
    EndpointKind.ASYNC: (backlog, machines),
    EndpointKind.SERVERLESS: (requests, warmth),
}
"""The charts of each kind, in their order."""


def _line(
    view: EndpointView,
    metric: str,
    statistic: str,
    namespace: str = REQUESTS,
    of: Of = Of.VARIANT,
    label: str | None = None,
) -> list[Any]:
    """Return one line of a chart."""
    style = {"stat": statistic, **({"label": label} if label else {})}
    dimensions: dict[Of, list[str | None]] = {
        Of.VARIANT: ["EndpointName", view.name, "VariantName", view.variant],
        Of.ENDPOINT: ["EndpointName", view.name],
        Of.COMPONENT: ["InferenceComponentName", view.component],
    }
    return [namespace, metric, *dimensions[of], style]


def _chart(title: str, region: str, lines: list[list[Any]], marks: Sequence[tuple[str, float]] = ()) -> Widget:
    """Return a chart of *lines* with horizontal *marks*."""
    properties: dict[str, Any] = {
        "title": title,
        "region": region,
        "view": "timeSeries",
        "period": 60,
        "metrics": lines,
    }
    if marks:
        properties["annotations"] = {"horizontal": [{"label": label, "value": value} for label, value in marks]}
    return {"type": "metric", "properties": properties}
