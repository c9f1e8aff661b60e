"""What the official provider's SDK says of its types."""

from __future__ import annotations

import importlib
import inspect
import warnings
from typing import Any


def resource_class(type: str) -> Any:
    """Return the SDK's class of a type token."""
    module, name = type.split(":")[1].split("/")[0], type.split(":")[2]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing a module names all its deprecated types
        return getattr(importlib.import_module(f"pulumi_aws.{module}"), name)


def documentation(type: str) -> dict[str, str]:
    """Return the documentation of each input property, by its name on the wire."""
    found = resource_class(type)
    module = inspect.getmodule(found)
    args = getattr(module, f"{found.__name__}InitArgs", None) or getattr(module, f"{found.__name__}Args")
    return _properties(args)


def outputs(type: str) -> set[str]:
    """Return the names of a type's outputs on the wire."""
    return set(_properties(resource_class(type)))


def _properties(of: Any) -> dict[str, str]:
    found = inspect.getmembers(of, lambda member: isinstance(member, property))
    return {getattr(each.fget, "_pulumi_name", name): each.fget.__doc__ or "" for name, each in found}
