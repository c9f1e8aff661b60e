"""The operations that a killed run left pending in the state, and the state that settles them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

CREATING = "creating"
IMPORTING = "importing"
UNREAD = "recovering:"
"""Begins the import id of an object that entered the state and has not been read from the cloud yet."""
PROVIDER_PREFIX = "pulumi:providers:"


@dataclass(frozen=True)
class Pending:
    """One operation that had begun and is not known to have ended."""

    operation: str
    """What was being done: creating, updating, deleting, reading."""
    state: Mapping[str, Any]
    """The resource as the state file describes it."""

    @property
    def urn(self) -> str:
        """Pulumi's name of the resource."""
        return str(self.state["urn"])

    @property
    def type(self) -> str:
        """Pulumi's type of the resource."""
        return str(self.state["type"])

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rsplit("::", 1)[-1]

    @property
    def inputs(self) -> Mapping[str, Any]:
        """What the provider was asked for."""
        inputs: Mapping[str, Any] = self.state.get("inputs") or {}
        return inputs

    @property
    def in_cloud(self) -> bool:
        """Whether such a resource is an object in the cloud at all; components and providers are not."""
        return bool(self.state.get("custom")) and not self.type.startswith(PROVIDER_PREFIX)


@dataclass(frozen=True)
class Adoption:
    """A cloud object that enters the state for a pending creation."""

    pending: Pending
    id: str
    doomed: bool = False
    """Enter it as marked for deletion, because another object stands under the same URN."""


def pendings(exported: Mapping[str, Any]) -> list[Pending]:
    """Return the pending operations of an exported state, in its order."""
    operations = exported["deployment"].get("pending_operations") or []
    return [Pending(operation["type"], operation["resource"]) for operation in operations]


def resources(exported: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the resources of an exported state."""
    return exported["deployment"].get("resources") or []


def unread(exported: Mapping[str, Any]) -> list[Pending]:
    """Return adopted objects that nobody has read yet: the recovery itself was killed."""
    return [Pending(IMPORTING, resource) for resource in resources(exported) if _marked(resource)]


def all_read(exported: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state without the marks of adopted objects, which a refresh has read."""
    state: dict[str, Any] = copy.deepcopy(dict(exported))
    for resource in resources(state):
        if _marked(resource):
            del resource["importID"]
    return state


def _marked(resource: Mapping[str, Any]) -> bool:
    return str(resource.get("importID", "")).startswith(UNREAD)


def known_ids(exported: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the ids that the state already lists, by type."""
    ids: dict[str, set[str]] = {}
    for resource in resources(exported):
        ids.setdefault(resource["type"], set()).add(resource.get("id", ""))
    return ids


def standing_urns(exported: Mapping[str, Any]) -> set[str]:
    """Return the URNs under which an object stands that is not marked for deletion."""
    return {resource["urn"] for resource in resources(exported) if not resource.get("delete")}


def default_tags(exported: Mapping[str, Any]) -> dict[str, str]:
    """Return the tags that the stack's AWS provider gives to everything."""
    for resource in resources(exported):
        if resource["type"] == f"{PROVIDER_PREFIX}aws":
            configured = (resource.get("inputs") or {}).get("defaultTags") or {}
            plain = json.loads(configured) if isinstance(configured, str) else configured
            return dict(plain.get("tags") or {})
    return {}


def settle(exported: Mapping[str, Any], adoptions: Iterable[Adoption]) -> dict[str, Any]:
    """Return the state with the adopted objects as resources and without pending operations."""
    settled: dict[str, Any] = copy.deepcopy(dict(exported))
    deployment = settled["deployment"]
    deployment["resources"] = [*(deployment.get("resources") or []), *(_resource(each) for each in adoptions)]
    deployment.pop("pending_operations", None)
    return settled


def _resource(adoption: Adoption) -> dict[str, Any]:
    """Return the adopted object as a resource whose outputs a refresh will fill."""
    resource = copy.deepcopy(dict(adoption.pending.state))
    inputs = resource.get("inputs") or {}
    resource["id"] = adoption.id
    resource["outputs"] = {key: value for key, value in inputs.items() if not key.startswith("__")}
    if adoption.doomed:
        resource["delete"] = True
        resource.pop("protect", None)
    else:
        resource["importID"] = f"{UNREAD}{adoption.id}"
    return resource
