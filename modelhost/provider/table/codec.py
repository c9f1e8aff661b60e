"""How one property's value is written for the API, read back from it, and compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from modelhost.provider.table.case import unfit
from modelhost.provider.wire import UNKNOWN


@dataclass(frozen=True)
class Codec:
    """A value as it is, compared exactly; `encode` and `decode` replace the automatic renaming of keys."""

    encode: Callable[[Any], Any] | None = None
    decode: Callable[[Any], Any] | None = None

    def to_api(self, value: Any) -> Any:
        """Write the value for the API."""
        return value if self.encode is None or value is UNKNOWN or value is None else self.encode(value)

    def from_api(self, value: Any, shape: Any = None) -> Any:
        """Read the value of an answer."""
        if value is None:
            return None
        return unfit(value, shape) if self.decode is None else self.decode(value)

    def same(self, old: Any, new: Any) -> bool:
        """Say whether two inputs mean the same."""
        return bool(old == new) or (is_empty(old) and is_empty(new))

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Say whether what the cloud has is what was wanted; AWS's additions to a structure are no difference."""
        return covers(wanted, seen)


class Map(Codec):
    """A map whose keys are data: each one counts."""

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Compare all keys."""
        return self.same(wanted, seen)


class Pairs(Map):
    """A map that the API writes as a list of keys and values."""

    def __init__(self, key: str = "Key", value: str = "Value") -> None:
        super().__init__(
            encode=lambda given: [{key: each, value: given[each]} for each in sorted(given)],
            decode=lambda given: {each[key]: each[value] for each in given},
        )


class Set(Codec):
    """A list whose order means nothing."""

    def same(self, old: Any, new: Any) -> bool:
        """Compare without order."""
        return super().same(ordered(old), ordered(new))

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Compare without order."""
        return covers(ordered(wanted), ordered(seen))


class Json(Codec):
    """JSON text, such as a policy, compared by its meaning."""

    def same(self, old: Any, new: Any) -> bool:
        """Compare what the texts mean."""
        return super().same(old, new) or _meaning(old) == _meaning(new)

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Compare what the texts mean."""
        return self.same(wanted, seen)


def _text_of(value: Any) -> Any:
    """A policy may be given, and answered, as text or as an object."""
    return value if isinstance(value, str) else json.dumps(value)


PLAIN = Codec()
MAP = Map()
SET = Set()
JSON = Json(encode=_text_of, decode=_text_of)


def is_empty(value: Any) -> bool:
    """Say whether a value is as good as not given."""
    return value is None or value == "" or value == [] or value == {}


def covers(wanted: Any, seen: Any) -> bool:
    """Say whether `seen` has everything that `wanted` has; numbers may arrive as text."""
    if is_empty(wanted) and is_empty(seen):
        return True
    if isinstance(wanted, Mapping) and isinstance(seen, Mapping):
        return all(covers(each, seen.get(key)) for key, each in wanted.items())
    if isinstance(wanted, list) and isinstance(seen, list):
        return len(wanted) == len(seen) and all(covers(*pair) for pair in zip(wanted, seen, strict=True))
    return bool(wanted == seen) or _number(wanted) == _number(seen) is not None


def ordered(value: Any) -> Any:
    """Return a list in an order of its own."""
    return sorted(value, key=_text) if isinstance(value, list) else value


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=repr)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _meaning(text: Any) -> Any:
    if not isinstance(text, str):
        return _canonical(text)
    try:
        return _canonical(json.loads(text))
    except ValueError:
        return text


def _canonical(value: Any) -> Any:
    """A policy's list of one is its element, the order of a list means nothing, and null is nothing."""
    if isinstance(value, dict):
        return {key: _canonical(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return _canonical(value[0]) if len(value) == 1 else ordered([_canonical(each) for each in value])
    return value
