"""What changed in the cloud behind the state's back, from a refresh that is only previewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SECRET_MARK = "4dabf18193072939515e22adb298388d"
"""Key by which Pulumi marks an encrypted value."""
GONE = "gone"
ENDPOINT, COMPONENT = "modelhost:index:Endpoint", "modelhost:index:InferenceComponent"
UNCHANGED = frozenset({"refresh", "same"})
"""What the engine calls a resource that is as the state says."""


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


def drifts(preview: Mapping[str, Any]) -> Iterator[Drift]:
    """Yield every drift that the *preview* of a refresh tells of; the engine decides what counts as one."""
    for step in preview.get("steps") or []:
        if step["op"] in UNCHANGED or str(step["oldState"]["type"]).startswith("pulumi:"):
            continue
        if step.get("newState") is None:
            yield Drift(step["urn"], "", "exists", GONE)
        else:
            yield from _of_step(step)


def _of_step(step: Mapping[str, Any]) -> Iterator[Drift]:
    """Yield the properties that changed; those that the stack file sets before those that AWS computes.

    What the program ignores has another owner, such as bounds that the clock moves; its changes are no drift.
    """
    old, new = step["oldState"], step["newState"]
    ignored = [*(old.get("ignoreChanges") or []), *owned_elsewhere(old)]
    for part in ("inputs", "outputs"):
        found = [Drift(step["urn"], *each) for each in differences(old.get(part) or {}, new.get(part) or {})]
        if found:
            yield from (each for each in found if not any(covers(path, each.path) for path in ignored))
            return


def owned_elsewhere(state: Mapping[str, Any]) -> Iterator[str]:
    """Yield the properties of *state* that a clock, an alarm or an autoscaler moves, and is meant to."""
    inputs = state.get("inputs") or {}
    if state["type"] == ENDPOINT:
        if inputs.get("configNamesBySize"):
            yield from ("liveConfigName", "liveSize")
        if inputs.get("desiredInstanceCount") is None:
            yield "instanceCount"
    if state["type"] == COMPONENT and inputs.get("desiredCopyCount") is None:
        yield "copyCount"


def covers(ignored: str, path: str) -> bool:
    """Tell whether the *ignored* path names *path* or something around it."""
    return ignored in ("*", path) or path.startswith((f"{ignored}.", f"{ignored}["))


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
