"""Builders of exported states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STACK = "urn:pulumi:dev::modelhost"


def urn(type: str, name: str) -> str:
    """Name a resource as Pulumi does."""
    return f"{STACK}::modelhost:index:Platform${type}::{name}"


def resource(type: str, name: str, inputs: Mapping[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A resource of a state; *fields* override."""
    return {"urn": urn(type, name), "type": type, "custom": True, "inputs": dict(inputs or {}), **fields}


def operation(type: str, name: str, inputs: Mapping[str, Any] | None = None, doing: str = "creating") -> dict[str, Any]:
    """A pending operation of a state."""
    return {"resource": resource(type, name, inputs), "type": doing}


def provider(**tags: str) -> dict[str, Any]:
    """The AWS provider with default *tags*, as Pulumi writes nested configuration: as JSON text."""
    text = ", ".join(f'"{key}": "{value}"' for key, value in tags.items())
    return resource("pulumi:providers:aws", "aws", {"defaultTags": f'{{"tags": {{{text}}}}}'}, id="1")


def exported(resources: list[dict[str, Any]], operations: list[dict[str, Any]]) -> dict[str, Any]:
    """An exported state."""
    return {"version": 3, "deployment": {"manifest": {}, "resources": resources, "pending_operations": operations}}
