"""What the cloud has, in the resource's own properties: for outputs, for drift and for imports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelhost.provider import validate
from modelhost.provider.table.case import fold
from modelhost.provider.table.codec import is_empty
from modelhost.provider.table.row import Call, Prop, Row
from modelhost.provider.table.run import Run, named, search
from modelhost.provider.table.template import fill


def observe(run: Run, found: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the input properties and the computed outputs that the cloud has."""
    row, seen = run.row, {}
    told = {name: search(path, found) for name, path in row.outputs.items() if "{" not in path}
    run.scope.values |= {name: value for name, value in told.items() if name not in row.properties}
    for name, prop in row.properties.items():
        if name == "tags" or prop.local or prop.read == "":
            continue
        raw = search(prop.read, found) if prop.read else named(found, prop.api or name)
        seen[name] = prop.codec.from_api(raw, _shape(row, name, prop))
    run.scope.values = {**seen, **run.scope.values}
    seen |= _looked_up(run)
    if row.tags:
        seen["tags"] = _tags(run, found)
    inputs = {name: value for name, value in seen.items() if name in row.properties}
    known = Run(row, run.context, run.scope.values | inputs, run.scope.id).scope
    outputs = {name: value for name, value in seen.items() if name not in row.properties}
    outputs |= told | {name: fill(source, known) for name, source in row.outputs.items() if name not in told}
    if row.regional:
        outputs["region"] = run.scope.values.get("region") or run.context.region
    return inputs, outputs


def refreshed(row: Row, olds: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs that would make what the cloud has; an old value that still fits keeps its spelling."""
    inputs = {name: value for name, value in olds.items() if name not in row.properties}
    for name, prop in row.properties.items():
        value = _refreshed(row, name, prop, olds, seen)
        if value is not None:
            inputs[name] = value
    return inputs


def _refreshed(row: Row, name: str, prop: Prop, olds: Mapping[str, Any], seen: Mapping[str, Any]) -> Any:
    old, new = olds.get(name), seen.get(name)
    if name not in seen or (old is not None and prop.codec.covers(old, new)):
        return old if old is not None or olds else prop.default
    if old is None and (prop.computed or is_empty(new) or new == prop.default) and olds:
        return None
    if old is None and (prop.computed or is_empty(new)):
        return None
    return None if is_empty(new) else new


def _looked_up(run: Run) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for lookup in run.row.lookups:
        answer = run.unless_missing(lambda lookup=lookup: run.act(lookup.call), lookup.missing)  # type: ignore[misc]
        for name, path in lookup.values.items():
            raw = search(path, answer or {})
            prop = run.row.properties.get(name)
            values[name] = prop.codec.from_api(raw, _shape(run.row, name, prop)) if prop else raw
    return values


def _tags(run: Run, found: dict[str, Any]) -> dict[str, str]:
    style = run.row.tags
    if style is None:
        return {}
    if style.read is None:
        return style.mapped(search(style.path, found))
    lookup = style.read
    answer = run.unless_missing(lambda: run.act(lookup.call), lookup.missing)
    return style.mapped(search(lookup.values["tags"], answer or {}))


def _shape(row: Row, name: str, prop: Prop) -> Any:
    """Return the shape in which the creation takes the property, which is that of the answer too."""
    if prop.codec.decode is not None or not isinstance(row.create, Call):
        return None
    shape = validate.input_shape(row.create.service or row.service, row.create.operation)
    members = {fold(member): each for member, each in shape.members.items()} if shape else {}
    return members.get(fold(prop.api or name))
