"""Values that several of these services write in the same peculiar way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from modelhost.provider.table import Codec


def written(value: Any) -> str:
    """Write a flag, a number or an object as the text that an attribute takes."""
    return value if isinstance(value, str) else json.dumps(value)


FLAG = Codec(encode=written, decode=lambda value: str(value).lower() == "true")
"""True or false, which the API keeps as text."""
COUNT = Codec(encode=written, decode=int)
"""A whole number, which the API keeps as text."""


class Moment(Codec):
    """A time, equal in any zone; read back in UTC."""

    def __init__(self) -> None:
        super().__init__(decode=utc_text)

    def same(self, old: Any, new: Any) -> bool:
        """Compare the moments."""
        return super().same(_moment(old), _moment(new))

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Compare the moments."""
        return self.same(wanted, seen)


def utc_text(value: Any) -> str:
    """Write a time as RFC 3339 in UTC."""
    moment = _moment(value)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(moment, datetime) else str(value)


def _moment(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Named(Codec):
    """A list of structures whose order means nothing: each is known by what `key` tells of it."""

    key: Callable[[Any], Any] = str

    def same(self, old: Any, new: Any) -> bool:
        """Compare without order."""
        return super().same(self._ordered(old), self._ordered(new))

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Compare without order."""
        return super().covers(self._ordered(wanted), self._ordered(seen))

    def _ordered(self, values: Any) -> Any:
        return sorted(values, key=self.key) if isinstance(values, list) else values
