"""The three tag operations of a service that keeps tags as lists of Key and Value pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, tags_from, tags_to


@dataclass(frozen=True)
class Tagging:
    """How a service finds what a call tags, and what it calls the tags and their keys."""

    find: Callable[[Call, Cloud], Record]
    tags_field: str
    keys_field: str

    def add(self, call: Call, cloud: Cloud) -> None:
        """Add or overwrite tags."""
        self.find(call, cloud).tags.update(tags_from(call.params[self.tags_field]))

    def remove(self, call: Call, cloud: Cloud) -> None:
        """Remove tags by their keys."""
        tags = self.find(call, cloud).tags
        for key in call.params[self.keys_field]:
            tags.pop(key, None)

    def list_tags(self, call: Call, cloud: Cloud) -> dict[str, Any]:
        """List the tags of a resource."""
        return {self.tags_field: tags_to(self.find(call, cloud).tags)}
