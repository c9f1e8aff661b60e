"""The values that a row's templates may name during one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.table.codec import is_empty
from modelhost.provider.table.row import Row
from modelhost.provider.wire import UNKNOWN

FACTS = ("region", "account_id", "partition")


class Scope:
    """Looks placeholders up: properties as the API wants them, outputs, the id, and facts of the call."""

    def __init__(self, row: Row, context: Context, values: Mapping[str, Any], id: str | None = None) -> None:
        self._row = row
        self._context = context
        self.values = dict(values)
        self.id = id

    def __call__(self, name: str) -> Any:
        if name in self._row.properties:
            return self._property(name)
        if name == "id":
            return UNKNOWN if self.id is None else self.id
        if name in self.values:
            return self.values[name]
        if name in FACTS:
            return self._fact(name)
        if self._row.tags and name.startswith("tag_"):
            return self._tags(name)
        return None

    @property
    def tags(self) -> dict[str, str]:
        """The tags that are wanted."""
        tags = self.values.get("tags")
        return {} if tags is None or tags is UNKNOWN else dict(tags)

    def _property(self, name: str) -> Any:
        value = self.values.get(name)
        return None if is_empty(value) else self._row.properties[name].codec.to_api(value)

    def _fact(self, name: str) -> Any:
        if name == "account_id" and self._context.preview:
            return UNKNOWN
        return getattr(self._context, name)

    def _tags(self, name: str) -> Any:
        if self.values.get("tags") is UNKNOWN:
            return UNKNOWN
        tags, style = self.tags, self._row.tags
        if not tags or style is None:
            return None
        return {"tag_list": style.listed(tags), "tag_map": tags, "tag_keys": sorted(tags)}[name]
