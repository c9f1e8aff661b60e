"""What an on-call person sees of an environment: alarms first, then each endpoint's traffic, latency and machines."""

from collections.abc import Sequence
from typing import Any

from components.dashboard_chart import EndpointView, Widget
from components.endpoint_chart import charts

COLUMNS = 24
ALARM_HEIGHT = 4
ROW_HEIGHT = 6
TITLE_HEIGHT = 1
MOST_CHARTS_PER_ROW = 6
MOST_WIDGETS = 500
"""CloudWatch refuses a dashboard with more widgets."""
MOST_ALARMS_PER_WIDGET = 100
"""CloudWatch refuses an alarm widget with more alarms."""


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
        y += max(widget["y"] + widget["height"] for widget in row)
    return {"widgets": widgets, "periodOverride": "auto"}


def row_of(view: EndpointView, region: str) -> list[Widget]:
    """Return one endpoint's widgets: a title, and its charts side by side below it."""
    made = charts(view, region)
    width = COLUMNS // min(len(made), MOST_CHARTS_PER_ROW)
    count = f"{view.min_count} to {view.max_count} {plural(view.unit)}"
    return [
        _text(f"## {view.name} - {view.machine}, {count}", 0, TITLE_HEIGHT),
        *(_placed(each, *_place(number, width), width, ROW_HEIGHT) for number, each in enumerate(made)),
    ]


def _place(number: int, width: int) -> tuple[int, int]:
    """Return where a chart stands below its endpoint's title, from left to right and then from top to bottom."""
    row, column = divmod(number, COLUMNS // width)
    return column * width, TITLE_HEIGHT + row * ROW_HEIGHT


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


def plural(unit: str) -> str:
    """Return *unit* for several: copies, instances, but provisioned concurrency."""
    if unit.endswith("concurrency"):
        return unit
    return f"{unit.removesuffix('y')}ies" if unit.endswith("y") else f"{unit}s"
