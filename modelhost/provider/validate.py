"""Checks a request against AWS's own contract, the botocore service model, before anything is sent.

botocore itself checks only names and types; patterns, enumerations, ranges and lengths are checked here too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from modelhost.provider.pattern import matches
from modelhost.provider.wire import UNKNOWN

SHOWN_CHARACTERS = 80
_loading = threading.Lock()


@dataclass(frozen=True)
class Problem:
    """One thing that AWS would refuse in a request."""

    path: str
    """Where, in the API's words: `ProductionVariants[0].InstanceType`."""
    reason: str
    """What is wrong, with the value."""

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


def check(params: Mapping[str, Any], service: str, operation: str) -> list[Problem]:
    """Return what AWS would refuse in the request; UNKNOWN is taken for right."""
    shape = input_shape(service, operation)
    if shape is None:
        return [Problem(each, "is not a parameter: the operation takes none") for each in params]
    return list(_structure(params, shape, ""))


def input_shape(service: str, operation: str) -> Any:
    """Return the input shape of an operation, named as in boto3 (`create_vpc`) or in the API (`CreateVpc`)."""
    return operation_model(service, operation).input_shape


@lru_cache(maxsize=1024)
def operation_model(service: str, operation: str) -> Any:
    """Return botocore's model of an operation."""
    model, names = _service(service)
    return model.operation_model(names.get(operation, operation))


@lru_cache(maxsize=64)
def _service(service: str) -> tuple[Any, dict[str, str]]:
    """Load a service's model, which costs up to a tenth of a second, once."""
    from botocore import xform_name

    with _loading:
        model = _session().get_service_model(service)
    return model, {xform_name(each): each for each in model.operation_names}


@lru_cache(maxsize=1)
def _session() -> Any:
    from botocore.session import get_session

    return get_session()


def _value(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if value is UNKNOWN or shape.serialization.get("jsonvalue") or getattr(shape, "is_document_type", False):
        return
    check = CHECKS.get(shape.type_name)
    if check is not None:
        yield from check(value, shape, path)


def _structure(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield _wrong_type(value, "a structure", path)
        return
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        yield Problem(path, f"needs exactly one of {', '.join(shape.members)}; it has {', '.join(value) or 'none'}")
    for name in shape.required_members:
        if value.get(name) is None:
            yield Problem(_below(path, name), "is required")
    for name, each in value.items():
        if name not in shape.members:
            yield Problem(_below(path, name), f"is not a parameter{_hint(name, shape.members)}")
        elif each is not None:
            yield from _value(each, shape.members[name], _below(path, name))


def _list(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        yield _wrong_type(value, "a list", path)
        return
    yield from _bounds(len(value), shape, path, "items")
    for index, each in enumerate(value):
        yield from _value(each, shape.member, f"{path}[{index}]")


def _map(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield _wrong_type(value, "a map", path)
        return
    yield from _bounds(len(value), shape, path, "entries")
    for key, each in value.items():
        yield from _value(key, shape.key, f"{path} key")
        yield from _value(each, shape.value, _below(path, str(key)))


def _string(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield _wrong_type(value, "text", path)
        return
    choices = shape.metadata.get("enum")
    if choices:
        if value not in choices:
            yield Problem(path, f"{_shown(value)} is not one of {_listed(choices)}{_hint(value, choices)}")
        return
    yield from _bounds(len(value), shape, path, "characters")
    pattern = shape.metadata.get("pattern")
    if pattern and not matches(pattern, value):
        yield Problem(path, f"{_shown(value)} does not match {pattern}")


def _integer(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield _wrong_type(value, "a whole number", path)
        return
    yield from _bounds(value, shape, path)


def _float(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield _wrong_type(value, "a number", path)
        return
    yield from _bounds(value, shape, path)


def _boolean(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield _wrong_type(value, "true or false", path)


def _blob(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if isinstance(value, str | bytes):
        yield from _bounds(len(value), shape, path, "bytes")
    elif not hasattr(value, "read"):
        yield _wrong_type(value, "bytes", path)


def _timestamp(value: Any, shape: Any, path: str) -> Iterator[Problem]:
    if isinstance(value, datetime | int | float):
        return
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        yield _wrong_type(value, "a time such as 2026-01-31T08:00:00Z", path)


CHECKS: dict[str, Callable[[Any, Any, str], Iterator[Problem]]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "boolean": _boolean,
    "blob": _blob,
    "timestamp": _timestamp,
}


def _bounds(size: float, shape: Any, path: str, unit: str = "") -> Iterator[Problem]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    has = f"has {size} {unit}" if unit else f"is {size}"
    if low is not None and size < low:
        yield Problem(path, f"{has}; at least {low} needed")
    if high is not None and size > high:
        yield Problem(path, f"{has}; at most {high} allowed")


def _wrong_type(value: Any, wanted: str, path: str) -> Problem:
    return Problem(path, f"{_shown(value)} is not {wanted}")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def _listed(choices: Sequence[str]) -> str:
    few = ", ".join(choices[:12])
    return few if len(choices) <= 12 else f"{few} and {len(choices) - 12} more"


def _hint(word: str, choices: Any) -> str:
    near = get_close_matches(word, list(choices), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
