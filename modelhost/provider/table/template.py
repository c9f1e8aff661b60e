"""Templates of requests: `{name}` stands for a property, an output, or a fact of the call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from modelhost.provider.wire import UNKNOWN

PLACEHOLDER = re.compile(r"\{(\w+)\}")

Values = Callable[[str], Any]
"""Looks a placeholder's value up; None when there is none."""


def fill(template: Any, values: Values) -> Any:
    """Return the template with its placeholders filled; what has no value is left out."""
    if callable(template):
        return template(values)
    if isinstance(template, str):
        return _fill_text(template, values)
    if isinstance(template, Mapping):
        filled = {key: fill(each, values) for key, each in template.items()}
        kept = {key: each for key, each in filled.items() if each is not None}
        return kept if kept or not template else None
    if isinstance(template, list):
        items = [each for each in (fill(each, values) for each in template) if each is not None]
        return items if items or not template else None
    return template


def names(template: str) -> list[str]:
    """Return the placeholders of a text."""
    return PLACEHOLDER.findall(template)


def parse(template: str, text: str, patterns: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the placeholders' values in a text that the template once made; empty when it does not fit.

    Among several placeholders each stops at a slash, unless `patterns` says what it may hold.
    """
    parts = PLACEHOLDER.split(template)
    several = len(parts) > 3
    pattern = "".join(
        re.escape(part) if index % 2 == 0 else f"(?P<{part}>{_held(part, several, patterns or {})})"
        for index, part in enumerate(parts)
    )
    found = re.fullmatch(pattern, text)
    return found.groupdict() if found else {}


def _held(name: str, several: bool, patterns: Mapping[str, str]) -> str:
    return patterns.get(name) or ("[^/]+" if several else ".+")


def _fill_text(template: str, values: Values) -> Any:
    whole = PLACEHOLDER.fullmatch(template)
    if whole:
        return values(whole[1])
    filled = {name: values(name) for name in names(template)}
    if any(value is None for value in filled.values()):
        return None
    if any(value is UNKNOWN for value in filled.values()):
        return UNKNOWN
    return PLACEHOLDER.sub(lambda match: str(filled[match[1]]), template)
