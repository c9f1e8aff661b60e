"""Names between Pulumi's camelCase and AWS's PascalCase, and values between the two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

WORD = re.compile(r"[A-Z]+s?(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]+|\d+")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return what two spellings of the same name have in common."""
    return name.replace("_", "").lower()


@lru_cache(maxsize=4096)
def camel(name: str) -> str:
    """Return Pulumi's spelling of an API name: `KMSMasterKeyID` is `kmsMasterKeyId`."""
    words = WORD.findall(name)
    return "".join(word.lower() if index == 0 else word.capitalize() for index, word in enumerate(words))


def fit(value: Any, shape: Any) -> Any:
    """Rename the keys of structures inside a value to what the API's shape calls them; nulls are left out."""
    if shape is None:
        return value
    if isinstance(value, Mapping) and shape.type_name == "structure":
        return _fit_structure(value, shape)
    if isinstance(value, Mapping) and shape.type_name == "map":
        return {key: fit(each, shape.value) for key, each in value.items()}
    if isinstance(value, list) and shape.type_name == "list":
        return [fit(each, shape.member) for each in value]
    return value


def unfit(value: Any, shape: Any) -> Any:
    """Rename the keys of structures inside an answer to Pulumi's; the keys of maps are data and stay."""
    if isinstance(value, Mapping):
        if shape is not None and shape.type_name == "map":
            return {key: unfit(each, shape.value) for key, each in value.items()}
        members = shape.members if shape is not None and shape.type_name == "structure" else {}
        return {camel(key): unfit(each, members.get(key)) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        member = shape.member if shape is not None and shape.type_name == "list" else None
        return [unfit(each, member) for each in value]
    return value


def _fit_structure(value: Mapping[str, Any], shape: Any) -> dict[str, Any]:
    names = {fold(name): name for name in shape.members}
    fitted = {}
    for key, each in value.items():
        if each is None:
            continue
        name = key if key in shape.members else names.get(fold(key), key)
        fitted[name] = fit(each, shape.members.get(name))
    return fitted
