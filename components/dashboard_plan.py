"""What an on-call person sees of an environment: alarms first, then each endpoint's traffic, latency and machines."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from components.alarm import INSTANCES, REQUESTS

COLUMNS = 24
ALARM_HEIGHT = 4
ROW_HEIGHT = 6
TITLE_HEIGHT = 1
MOST_WIDGETS = 500
"""CloudWatch refuses a dashboard with more widgets."""
MOST_ALARMS_PER_WIDGET = 100
"""CloudWatch refuses an alarm widget with more alarms."""
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
    """Fewest instances."""
    max_count: int
    """Most instances."""
    alarm_arns: tuple[str, ...]
    """Alarms that notify."""


def plan_dashboard(title: str, region: str, endpoints: Sequence[EndpointView], budget: str) -> dict[str, Any]:
    """Return the body of the dashboard; endpoints that no longer fit are named in its heading."""
    alarms = [arn for each in endpoints for arn in each.alarm_arns]
    chunks = [alarms[start : start + MOST_ALARMS_PER_WIDGET] for start in range(0, len(alarms), MOST_ALARMS_PER_WIDGET)]
    shown = [(each, row_of(each, region)) for each in endpoints]
    room = MOST_WIDGETS - 1 - len(chunks)
    kept: list[tuple[EndpointView, list[Widget]]] = []
    for view, row in shown:
        if len(row) > room:
            break
        room -= len(row)
        kept.append((view, row))
    hidden = [each.name for each in endpoints[len(kept) :]]
    widgets = [_text(_heading(title, budget, hidden), 0, 2)]
    y = 2
    for chunk in chunks:
        widgets.append(
            _placed({"type": "alarm", "properties": {"title": "Alarms", "alarms": chunk}}, 0, y, COLUMNS, ALARM_HEIGHT)
        )
        y += ALARM_HEIGHT
    for _, row in kept:
        widgets += [{**widget, "y": widget["y"] + y} for widget in row]
        y += TITLE_HEIGHT + ROW_HEIGHT
    return {"widgets": widgets, "periodOverride": "auto"}


def row_of(view: EndpointView, region: str) -> list[Widget]:
    """Return one endpoint's widgets: a title, and its charts side by side below it."""
    charts = list(_charts(view, region))
    width = COLUMNS // len(charts)
    title = _text(f"## {view.name} - {view.machine}, {view.min_count} to {view.max_count} instances", 0, TITLE_HEIGHT)
    return [
        title,
        *(_placed(each, place * width, TITLE_HEIGHT, width, ROW_HEIGHT) for place, each in enumerate(charts)),
    ]


def _charts(view: EndpointView, region: str) -> Iterator[Widget]:
    """Yield traffic, latency, errors, instances and utilisation."""
    yield _chart(
        "Requests per minute", region, [_line(view, "Invocations", "Sum"), _line(view, "InvocationsPerInstance", "Sum")]
    )
    yield _chart(
        "Latency in microseconds",
        region,
        [
            _line(view, "ModelLatency", "p50", label="model p50"),
            _line(view, "ModelLatency", "p99", label="model p99"),
            _line(view, "OverheadLatency", "p99", label="overhead p99"),
        ],
        marks=[] if view.p99_ms is None else [("promised p99", view.p99_ms * MICROSECONDS_PER_MILLISECOND)],
    )
    yield _chart(
        "Failed requests",
        region,
        [
            _line(view, "Invocation5XXErrors", "Sum", label="5xx"),
            _line(view, "Invocation4XXErrors", "Sum", label="4xx"),
        ],
    )
    # Each instance reports its CPU once a minute, so the number of reports is the number of instances.
    yield _chart(
        "Instances",
        region,
        [_line(view, "CPUUtilization", "SampleCount", INSTANCES, label="in service")],
        marks=[("fewest", view.min_count), ("most", view.max_count)],
    )
    gpu = [("GPUUtilization", "Average"), ("GPUMemoryUtilization", "Maximum")] if view.gpu else []
    used = [("CPUUtilization", "Average"), ("MemoryUtilization", "Maximum"), ("DiskUtilization", "Maximum"), *gpu]
    yield _chart(
        "Utilisation in percent of one core or GPU",
        region,
        [_line(view, metric, statistic, INSTANCES) for metric, statistic in used],
    )


def _line(
    view: EndpointView, metric: str, statistic: str, namespace: str = REQUESTS, label: str | None = None
) -> list[Any]:
    """Return one line of a chart."""
    style = {"stat": statistic, **({"label": label} if label else {})}
    return [namespace, metric, "EndpointName", view.name, "VariantName", view.variant, style]


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


def _heading(title: str, budget: str, hidden: Sequence[str]) -> str:
    """Return the text at the top."""
    more = f"\n\nNo room for: {', '.join(hidden)}; their alarms are below." if hidden else ""
    return f"# {title}\n\n{budget}{more}"


def _text(markdown: str, y: int, height: int) -> Widget:
    """Return a text over the whole width."""
    return _placed({"type": "text", "properties": {"markdown": markdown}}, 0, y, COLUMNS, height)


def _placed(widget: Widget, x: int, y: int, width: int, height: int) -> Widget:
    """Give a widget its place."""
    return {**widget, "x": x, "y": y, "width": width, "height": height}
