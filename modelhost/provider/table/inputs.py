"""The inputs that a program gives, made complete and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from modelhost.provider.autoname import auto_name, is_auto
from modelhost.provider.context import Context
from modelhost.provider.resource import Failure, Properties
from modelhost.provider.table import request
from modelhost.provider.table.row import Row
from modelhost.provider.table.scope import Scope
from modelhost.provider.wire import UNKNOWN


def checked(
    row: Row, context: Context, name: str, news: Properties, olds: Properties
) -> tuple[Properties, list[Failure]]:
    """Fill in defaults, name and default tags; say what AWS would refuse, and what the row does not have."""
    unknown = [Failure(key, f"is not in the sandbox for {row.type}") for key in news if not _takes(row, key)]
    inputs = {key: prop.default for key, prop in row.properties.items() if prop.default is not None} | news
    if row.tags and context.default_tags and inputs.get("tags") is not UNKNOWN:
        inputs["tags"] = {**context.default_tags, **inputs.get("tags", {})}
    unnamed = _name(row, context, name, inputs, olds)
    if inputs == olds or unknown or unnamed:  # unchanged inputs were valid before
        return inputs, unknown + unnamed
    scope = Scope(row, context.derive(preview=True), inputs)
    return inputs, [*_own_failures(row, inputs), *request.failures(row, scope)]


def _takes(row: Row, name: str) -> bool:
    return name in row.properties or (name == "region" and row.regional)


def _name(row: Row, context: Context, name: str, inputs: Properties, olds: Properties) -> list[Failure]:
    """Name the resource; a name that was automatic before is kept."""
    if row.autoname is None or inputs.get(row.autoname[0]) is not None:
        return []
    key, rule = row.autoname
    old = olds.get(key)
    kept = old if isinstance(old, str) and is_auto(name, old, rule) else None
    found = kept or auto_name(name, context.random_seed, rule, context.proposal)
    if found is None:
        return [Failure(key, "is required, because automatic naming is disabled")]
    inputs[key] = found
    return []


def _own_failures(row: Row, inputs: dict[str, Any]) -> Iterator[Failure]:
    """Yield what the row demands and AWS's model does not say."""
    for name, prop in row.properties.items():
        value = inputs.get(name)
        if prop.required and value is None:
            yield Failure(name, "is required")
        if prop.pattern and isinstance(value, str) and not re.fullmatch(prop.pattern, value):
            yield Failure(name, f"{value!r} does not match {prop.pattern}")
    given = [name for name in row.one_of if inputs.get(name) is not None]
    if row.one_of and len(given) != 1:
        words = f"{', '.join(row.one_of[:-1])} or {row.one_of[-1]}"
        yield Failure((given or row.one_of)[0], f"exactly one of {words}; not {' and '.join(given) or 'none'}")
