"""One chart of an endpoint: its lines by what is measured, and horizontal marks."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.alarm import REQUESTS, Of
from modelhost.spec.kind import EndpointKind

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


def line(
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


def chart(title: str, region: str, lines: list[list[Any]], marks: Sequence[tuple[str, float]] = ()) -> Widget:
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
