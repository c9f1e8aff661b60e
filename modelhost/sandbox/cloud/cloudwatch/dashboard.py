"""What CloudWatch refuses of a dashboard's body."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud

COLUMNS = 24
TYPES = ("alarm", "custom", "explorer", "log", "metric", "text")
NEEDED = {"metric": ("region",), "log": ("query", "region"), "alarm": ("alarms",), "text": ("markdown",)}
INVALID = "The dashboard body is invalid, there are {count} validation errors: {errors}"


def put(call: Call, cloud: Cloud) -> None:
    """Refuse a body whose widgets CloudWatch could not show."""
    try:
        body = json.loads(call.params["DashboardBody"])
    except ValueError as error:
        raise _refusal([("/", "The field DashboardBody must be a valid JSON object")]) from error
    errors = list(_errors(body))
    if errors:
        raise _refusal(errors)


def _errors(body: Any) -> Iterator[tuple[str, str]]:
    widgets = body.get("widgets") if isinstance(body, dict) else None
    if not isinstance(widgets, list):
        yield "/", "Should have required property 'widgets'"
        return
    for index, widget in enumerate(widgets):
        path = f"/widgets/{index}"
        if widget.get("type") not in TYPES:
            yield f"{path}/type", "Should match exactly one schema in oneOf"
        if widget.get("x", 0) + widget.get("width", 6) > COLUMNS:
            yield f"{path}/width", f"x and width together should be <= {COLUMNS}"
        properties = widget.get("properties", {})
        for name in NEEDED.get(widget.get("type"), ()):
            if name not in properties:
                yield f"{path}/properties", f"Should have required property '{name}'"
        if widget.get("type") == "metric" and not ({"metrics", "annotations"} & set(properties)):
            yield f"{path}/properties", "Should have required property 'metrics'"


def _refusal(errors: list[tuple[str, str]]) -> RefusalError:
    listed = json.dumps([{"dataPath": path, "message": message} for path, message in errors])
    return RefusalError("InvalidParameterInput", INVALID.format(count=len(errors), errors=listed), 400)
