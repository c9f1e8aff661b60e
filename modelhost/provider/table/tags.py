"""The ways in which AWS's services take, change and tell tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modelhost.provider.table.row import Action, Lookup

RESERVED_PREFIX = "aws:"


@dataclass(frozen=True)
class TagStyle:
    """How one type is tagged; templates may use {tag_list}, {tag_map} and {tag_keys}."""

    create: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of the creation; without them the tags are added after it."""
    add: Action | None = None
    remove: Action | None = None
    """Without it, `add` sets all tags at once and `clear` removes them all."""
    clear: Action | None = None
    read: Lookup | None = None
    """The question for the tags, where what is found does not hold them."""
    path: str = "Tags"
    """JMESPath to the tags in what is found."""
    key: str = "Key"
    value: str = "Value"

    def listed(self, tags: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the tags as the service's list."""
        return [{self.key: each, self.value: tags[each]} for each in sorted(tags)]

    def mapped(self, given: Any) -> dict[str, str]:
        """Return the tags of an answer, without AWS's own."""
        if isinstance(given, list):
            given = {each[self.key]: each[self.value] for each in given}
        return {key: value for key, value in (given or {}).items() if not key.startswith(RESERVED_PREFIX)}
