"""Differences between property values, by path, and how the engine is told of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi.runtime.proto import provider_pb2 as pb

from modelhost.provider.resource import Diff, Kind

KINDS = {"add": pb.PropertyDiff.ADD, "update": pb.PropertyDiff.UPDATE, "delete": pb.PropertyDiff.DELETE}
REPLACING = {
    "add": pb.PropertyDiff.ADD_REPLACE,
    "update": pb.PropertyDiff.UPDATE_REPLACE,
    "delete": pb.PropertyDiff.DELETE_REPLACE,
}
PLAIN_KEY = re.compile(r"[A-Za-z_$][\w$]*")


def changes(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Kind]]:
    """Yield the paths at which two values differ; an absent value and None are the same."""
    if old is None and new is None:
        return
    if old is None:
        yield path, "add"
    elif new is None:
        yield path, "delete"
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted(old.keys() | new.keys()):
            yield from changes(old.get(key), new.get(key), joined(path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            yield from changes(_at(old, index), _at(new, index), f"{path}[{index}]")
    elif old is not new and old != new:
        yield path, "update"


def joined(path: str, key: str) -> str:
    """Return the path of a key below another path, in the engine's spelling."""
    if not PLAIN_KEY.fullmatch(key):
        quoted = key.replace('"', '\\"')
        return f'{path}["{quoted}"]'
    return f"{path}.{key}" if path else key


def top(path: str) -> str:
    """Return the top-level property of a path."""
    if path.startswith('["'):
        return path[2 : path.index('"]')]
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def response(diff: Diff) -> pb.DiffResponse:
    """Return the engine's form of a difference."""
    forced = {path for path in diff.changed if path in diff.replace or top(path) in diff.replace}
    return pb.DiffResponse(
        changes=pb.DiffResponse.DIFF_SOME if diff.changed else pb.DiffResponse.DIFF_NONE,
        diffs=sorted({top(path) for path in diff.changed}),
        replaces=sorted({top(path) for path in forced}),
        deleteBeforeReplace=diff.delete_before_replace and bool(forced),
        hasDetailedDiff=True,
        detailedDiff={
            path: pb.PropertyDiff(kind=(REPLACING if path in forced else KINDS)[kind], inputDiff=True)
            for path, kind in diff.changed.items()
        },
    )


def _at(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else None
