"""Writing plain values as YAML, in the style of our stack files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

LONGEST_LINE = 110
PLAIN = re.compile(r"[A-Za-z./][A-Za-z0-9_./:*+@=-]*(?<!:)")
"""Words that need no quotes, unless YAML reads something else into them."""
OLD_BOOLEANS = frozenset({"y", "n", "yes", "no", "on", "off"})
"""Words that other readers of YAML take for booleans."""
STEP = 2


def flow(value: Any) -> str:
    """Write *value* on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def quoted(value: str, style: str | None = None) -> str:
    """Write a text, in quotes of *style* where it had them or where it needs them."""
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return value if style != '"' and _plain(value) else json.dumps(value, ensure_ascii=not value.isprintable())


def _plain(value: str) -> bool:
    """Tell whether *value* can stand without quotes."""
    if PLAIN.fullmatch(value) is None or value.lower() in OLD_BOOLEANS:
        return False
    return bool(YAML(typ="safe", pure=True).load(value) == value)


def block(key: str, value: Any, indent: int) -> list[str]:
    """Write a key with its value as lines, on one line where that is readable."""
    pad = " " * indent
    line = f"{pad}{flow(key)}: {flow(value)}"
    readable = len(line) <= LONGEST_LINE and not _deep(value)
    if readable or not value or not isinstance(value, (Mapping, list, tuple)):
        return [line]
    lines = [f"{pad}{flow(key)}:"]
    if isinstance(value, Mapping):
        for name, each in value.items():
            lines += block(name, each, indent + STEP)
    else:
        lines += [f"{pad}{' ' * STEP}- {flow(each)}" for each in value]
    return lines


def _deep(value: Any) -> bool:
    """Tell whether a value holds lists of mappings, which read better one below the other."""
    if isinstance(value, Mapping):
        return any(_deep(each) or isinstance(each, Mapping) for each in value.values())
    return isinstance(value, (list, tuple)) and any(isinstance(each, Mapping) for each in value)
