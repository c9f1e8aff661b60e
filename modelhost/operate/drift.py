"""What changed in the cloud behind the state's back, from a refresh that is only previewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SECRET_MARK = "4dabf18193072939515e22adb298388d"
"""Key by which Pulumi marks an encrypted value."""
GONE = "gone"


@dataclass(frozen=True)
class Drift:
    """One property that is not what the stack made it."""

    urn: str
    path: str
    """Path of the property; empty when the whole resource is gone."""
    was: Any
    now: Any

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rsplit("::", 1)[-1]

    @property
    def type(self) -> str:
        """Pulumi's type of the resource."""
        return self.urn.split("::")[2].rsplit("$", 1)[-1]

    def plain(self) -> dict[str, Any]:
        """Return the drift for JSON."""
        return {"urn": self.urn, "property": self.path, "was": self.was, "is": self.now}


def drifts(events: Iterable[Mapping[str, Any]]) -> Iterator[Drift]:
    """Yield every drift that the engine's *events* tell of."""
    for event in events:
        if metadata := (event.get("resOutputsEvent") or {}).get("metadata"):
            yield from _of_resource(metadata)


def _of_resource(metadata: Mapping[str, Any]) -> Iterator[Drift]:
    old, new, urn = metadata.get("old") or {}, metadata.get("new"), metadata["urn"]
    if old.get("type", "").startswith("pulumi:"):
        return
    if new is None or metadata["op"] in ("delete", "discard"):
        yield Drift(urn, "", "exists", GONE)
        return
    for path, was, now in differences(old.get("inputs") or {}, new.get("inputs") or {}):
        yield Drift(urn, path, was, now)


def differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield path, old and new value of every leaf that differs; secrets are told apart but not shown."""
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not _secret(old) and not _secret(new):
        for key in sorted({*old, *new}):
            if not key.startswith("__"):
                yield from differences(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (was, now) in enumerate(zip(old, new, strict=True)):
            yield from differences(was, now, f"{path}[{index}]")
    elif old != new and not (_empty(old) and _empty(new)):
        yield path, _shown(old), _shown(new)


def _secret(value: Any) -> bool:
    return isinstance(value, Mapping) and SECRET_MARK in value


def _empty(value: Any) -> bool:
    return value is None or value == [] or value == {} or value == ""


def _shown(value: Any) -> Any:
    return "[secret]" if _secret(value) else value
