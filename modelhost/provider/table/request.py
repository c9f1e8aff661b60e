"""Builds the requests of a row, and checks them before anything is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from modelhost.provider import validate
from modelhost.provider.resource import Failure
from modelhost.provider.table.case import camel, fit, fold
from modelhost.provider.table.row import Call, Row
from modelhost.provider.table.scope import Scope
from modelhost.provider.table.template import fill


def build(row: Row, call: Call, scope: Scope, names: Collection[str] = ()) -> dict[str, Any]:
    """Return the parameters of a call: those named properties that it knows, and its templates."""
    shape = validate.input_shape(call.service or row.service, call.operation)
    members = {fold(name): name for name in shape.members} if shape else {}
    params: dict[str, Any] = {}
    for name in names if call.auto is not False else ():
        prop = row.properties[name]
        member = members.get(fold(prop.api or name))
        value = scope(name)
        if member and value is not None and not prop.local:
            params[member] = value
    params |= fill(dict(call.params), scope) or {}
    fitted = fit(params, shape)
    return dict(fitted)


def failures(row: Row, scope: Scope) -> Iterator[Failure]:
    """Yield what AWS would refuse in the requests that the creation makes."""
    given = [name for name in row.properties if scope(name) is not None and name != "tags"]
    seen = set()
    for call, names in _calls(row, given):
        params = build(row, call, scope, names)
        if row.tags and call is row.create:
            params |= fit(fill(dict(row.tags.create), scope) or {}, _shape(row, call))
        for problem in validate.check(params, call.service or row.service, call.operation):
            failure = Failure(*_told(row, problem))
            if failure not in seen:
                seen.add(failure)
                yield failure


def _calls(row: Row, given: list[str]) -> Iterable[tuple[Call, Collection[str]]]:
    if isinstance(row.create, Call):
        yield row.create, given
    for step in row.steps:
        if isinstance(step.action, Call) and step.at_creation and any(name in given for name in step.on):
            yield step.action, [name for name in step.on if name in given]
    for call in row.checks:
        yield call, given


def _shape(row: Row, call: Call) -> Any:
    return validate.input_shape(call.service or row.service, call.operation)


def _told(row: Row, problem: validate.Problem) -> tuple[str, str]:
    """Name a problem's place by the property that the user wrote."""
    first, dot, rest = problem.path.partition(".")
    parameter, bracket, index = first.partition("[")
    renamed = {fold(prop.api): name for name, prop in row.properties.items() if prop.api}
    plain = {fold(name): name for name in row.properties}
    known = renamed.get(fold(parameter)) or plain.get(fold(parameter))
    if known:
        below = ".".join(camel(part) if part.isidentifier() else part for part in rest.split(".")) if rest else ""
        return f"{known}{bracket}{index}{dot}{below}", problem.reason
    leaf = plain.get(fold(problem.path.rsplit(".", 1)[-1]))
    return leaf or camel(parameter), problem.reason if leaf else f"{problem.path} {problem.reason}"
