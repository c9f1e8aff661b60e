"""What a lookup asks with, and the two ways to recognise an object as ours: by tags or by its generated name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from modelhost.operate.cloud import Cloud

GENERATED_NAME = re.compile(r"-[0-9a-f]{7,8}(\.fifo)?$")


@dataclass(frozen=True)
class Query:
    """One pending creation to look for."""

    cloud: Cloud
    inputs: Mapping[str, Any]
    """What the provider was asked for, names included."""
    marks: Mapping[str, str]
    """Tags that the stack gives to everything it makes."""
    urn: str = ""
    """Pulumi's name of the resource."""

    def __getitem__(self, key: str) -> str:
        """Return an input as text, empty when it was not given."""
        value = self.inputs.get(key)
        return "" if value is None else str(value)

    @property
    def tags(self) -> dict[str, str]:
        """The tags that the object must carry."""
        own = self.inputs.get("tagsAll") or self.inputs.get("tags") or {}
        plain = {key: value for key, value in own.items() if isinstance(value, str) and not key.startswith("__")}
        return {**self.marks, **plain}

    def owns(self, name: str, tags: Mapping[str, str]) -> bool:
        """Tell whether an object of this *name* with these *tags* is the one that was being made."""
        wanted = self.tags
        if all(tags.get(key) == value for key, value in wanted.items()):
            return True
        untagged = not any(key in tags for key in wanted)
        return untagged and GENERATED_NAME.search(name) is not None


Search = Callable[[Query], list[str]]


@dataclass(frozen=True)
class Lookup:
    """How to find objects of one type."""

    search: Search
    seen: bool = True
    """Whether what is returned was seen in the cloud; else the id follows from the request, and a refresh will tell."""
    delete: Callable[[Cloud, str], None] | None = None
    """How to delete just the object, where the provider's own delete reaches further; else that is used."""


def deduced(identify: Callable[[Query], str]) -> Lookup:
    """Return a lookup for what has no life of its own: the id follows from the request."""
    return Lookup(lambda query: [identify(query)], seen=False)
