"""The charts of one endpoint, by its kind."""

from collections.abc import Callable, Iterator, Sequence

from components.alarm import COPIES, INSTANCES, Of
from components.dashboard_chart import EndpointView, Widget, chart, line
from modelhost.spec.kind import EndpointKind

MICROSECONDS_PER_MILLISECOND = 1000


def charts(view: EndpointView, region: str) -> list[Widget]:
    """Return the charts of an endpoint."""
    return [made for each in CHARTS[view.kind] for made in each(view, region)]


def requests(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield traffic, latency and errors of requests that callers wait for."""
    of = Of.COMPONENT if view.component else Of.VARIANT
    per = "InvocationsPerCopy" if view.component else "InvocationsPerInstance"
    yield chart("Requests per minute", region, [line(view, "Invocations", "Sum", of=of), line(view, per, "Sum", of=of)])
    yield chart(
        "Latency in microseconds",
        region,
        [
            line(view, "ModelLatency", "p50", of=of, label="model p50"),
            line(view, "ModelLatency", "p99", of=of, label="model p99"),
            line(view, "OverheadLatency", "p99", of=of, label="overhead p99"),
        ],
        marks=[] if view.p99_ms is None else [("promised p99", view.p99_ms * MICROSECONDS_PER_MILLISECOND)],
    )
    yield chart(
        "Failed requests",
        region,
        [
            line(view, "Invocation5XXErrors", "Sum", of=of, label="5xx"),
            line(view, "Invocation4XXErrors", "Sum", of=of, label="4xx"),
        ],
    )


def backlog(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield what waits in the queue of an asynchronous endpoint, how long, and what fails."""
    of = Of.ENDPOINT
    yield chart(
        "Requests in the queue",
        region,
        [
            line(view, "ApproximateBacklogSize", "Maximum", of=of, label="waiting"),
            line(view, "InvocationsProcessed", "Sum", of=of, label="processed"),
        ],
    )
    yield chart(
        "Milliseconds from request to answer",
        region,
        [
            line(view, "TotalProcessingTime", "p99", of=of, label="in all p99"),
            line(view, "TimeInBacklog", "p99", of=of, label="waiting p99"),
        ],
        marks=[] if view.p99_ms is None else [("promised p99", view.p99_ms)],
    )
    yield chart(
        "Failed requests",
        region,
        [
            line(view, "InvocationFailures", "Sum", of=of, label="failed"),
            line(view, "ExpiredRequests", "Sum", of=of, label="expired"),
        ],
    )


def machines(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield the number of instances and what they use."""
    # Each instance reports its CPU once a minute, so the number of reports is the number of instances.
    yield chart(
        "Instances",
        region,
        [line(view, "CPUUtilization", "SampleCount", INSTANCES, label="in service")],
        marks=[] if view.component else [("fewest", view.min_count), ("most", view.max_count)],
    )
    if view.component is None:
        gpu = [("GPUUtilization", "Average"), ("GPUMemoryUtilization", "Maximum")] if view.gpu else []
        used = [("CPUUtilization", "Average"), ("MemoryUtilization", "Maximum"), ("DiskUtilization", "Maximum"), *gpu]
        yield chart(
            "Utilisation in percent of one core or GPU",
            region,
            [line(view, metric, statistic, INSTANCES) for metric, statistic in used],
        )


def copies(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield what the copies of an inference component use of their share."""
    gpu = [("GPUUtilizationNormalized", "Average"), ("GPUMemoryUtilizationNormalized", "Maximum")] if view.gpu else []
    used = [("CPUUtilizationNormalized", "Average"), ("MemoryUtilizationNormalized", "Maximum"), *gpu]
    yield chart(
        "Utilisation in percent of a copy's share",
        region,
        [line(view, metric, statistic, COPIES, Of.COMPONENT) for metric, statistic in used],
    )


def models(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield how often a request waits for its model to be loaded."""
    yield chart(
        "Models on the machines",
        region,
        [
            line(view, "ModelCacheHit", "Average", label="loaded already"),
            line(view, "ModelLoadingWaitTime", "p99", label="microseconds of loading p99"),
        ],
    )


def warmth(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield cold starts, and how much of what is kept warm is used."""
    yield chart("Cold starts in microseconds", region, [line(view, "ModelSetupTime", "p99", label="set-up p99")])
    yield chart(
        "Provisioned concurrency in use",
        region,
        [line(view, "ServerlessProvisionedConcurrencyUtilization", "Maximum", label="fraction")],
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
        yield chart(title, region, [line(each, metric, statistic, label=each.variant) for each in variants])


CHARTS: dict[EndpointKind, Sequence[Callable[[EndpointView, str], Iterator[Widget]]]] = {
    EndpointKind.REALTIME: (requests, machines, rivals),
    EndpointKind.COMPONENTS: (requests, machines, copies),
    EndpointKind.MULTI_MODEL: (requests, machines, models),
    EndpointKind.ASYNC: (backlog, machines),
    EndpointKind.SERVERLESS: (requests, warmth),
}
"""The charts of each kind, in their order."""
