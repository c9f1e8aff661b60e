"""What a target of a rule is given: the event, a part of it, a constant, or a text made of its parts."""

from __future__ import annotations

import json
import re
from typing import Any

PLACEHOLDER = re.compile(r'("?)<([\w.-]+)>("?)')


def text_for(target: dict[str, Any], event: dict[str, Any]) -> str:
    """Write the input of a target as EventBridge would."""
    if target.get("Input"):
        return str(target["Input"])
    if target.get("InputPath"):
        return json.dumps(part(event, target["InputPath"]))
    if target.get("InputTransformer"):
        return _transformed(target["InputTransformer"], event)
    return json.dumps(event)


def part(event: dict[str, Any], path: str) -> Any:
    """Find what a JSONPath of plain steps leads to; None when nothing is there."""
    found: Any = event
    for step in re.findall(r"[\w-]+", path.removeprefix("$")):
        if isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            found = found.get(step) if isinstance(found, dict) else None
    return found


def _transformed(transformer: dict[str, Any], event: dict[str, Any]) -> str:
    values = {name: part(event, path) for name, path in transformer.get("InputPathsMap", {}).items()}

    def write(match: re.Match[str]) -> str:
        before, name, after = match.groups()
        value = values.get(name)
        if before and after:
            return json.dumps(value if isinstance(value, str) else json.dumps(value))
        text = json.dumps(value) if _alone(match, before, after) or not isinstance(value, str) else value
        return f"{before}{text}{after}"

    return PLACEHOLDER.sub(write, transformer["InputTemplate"])


def _alone(match: re.Match[str], before: str, after: str) -> bool:
    """Tell whether a placeholder stands as a value of its own, not inside of a text."""
    earlier = match.string[: match.start()]
    return not before and not after and earlier.count('"') % 2 == 0
