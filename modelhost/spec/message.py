"""What to say of each kind of error that pydantic finds: the value, what is wrong with it, what to do."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from modelhost.spec.base import RULE, Place, Spec
from modelhost.spec.pattern import MEANING
from modelhost.spec.problem import dotted
from modelhost.spec.tree import block_at

ROOT = "environment"
LONGEST_ECHO = 60
PRIVATE = ("environment", "tags")
"""Blocks whose values are never repeated in a message."""

FROM_NOTHING = "write 1 or more; strategy auto with min 0 rests at nothing, with kind components or async"
"""What to say of a count of zero."""


def message(line: ErrorDetails, root: type[Spec]) -> str:
    """Return what is wrong and what to do."""
    kind, path = line["type"], line["loc"]
    if kind == RULE:
        return str(line["ctx"]["text"])
    if kind == "missing":
        return f"missing; add it, or `pulumi config set --path 'modelhost:{dotted((ROOT, *path))}' <value>`"
    if kind == "extra_forbidden":
        return _unknown_field(path, block_at(root, path[:-1]))
    value = shown(line.get("input"), path)
    return MESSAGES.get(kind, _plain)(value, line)


def shown(value: Any, path: Place) -> str:
    """Return *value* for a message: short, and never where it may be a secret."""
    hidden = len(path) > 1 and path[-2] in PRIVATE
    if hidden or isinstance(value, dict | list) or value is None:
        return {dict: "a block of fields", list: "a list", type(None): "nothing"}.get(type(value), "the value")
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return "the value" if len(text) > LONGEST_ECHO else text


def _unknown_field(path: Place, block: type[Spec] | None) -> str:
    """Return what to say of a field that no block has."""
    known = sorted(block.model_fields) if block else []
    name = str(path[-1])
    close = get_close_matches(name.lower().replace("-", "_"), known, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]}?" if close else f"known here: {', '.join(known)}"
    return f"{name!r} is not a field here; {hint}"


def _enum(value: str, line: ErrorDetails) -> str:
    """Return what to say of a word that is not one of the choices."""
    names = line["ctx"]["expected"].replace("'", "")
    what = "choice" if isinstance(line["loc"][-1], int) else str(line["loc"][-1]).replace("_", " ")
    choices = names.replace(" or ", ", ").split(", ")
    close = get_close_matches(str(line["input"]).lower(), choices, n=1, cutoff=0.6)
    article = "an" if what[0] in "aeiou" else "a"
    meant = f" (did you mean {close[0]}?)" if close and len(choices) > 1 else ""
    return f"{value} is not {article} {what}; use {names}{meant}"


def _string(value: str, line: ErrorDetails) -> str:
    """Return what to say of something that is not text; YAML reads an unquoted 08:00 as a number."""
    if line["loc"][-1] == "at" and isinstance(line["input"], int):
        return f'{value} is a number, as YAML reads an unquoted time; write it in quotes, such as "weekdays 08:00"'
    if isinstance(line["input"], dict) and "secure" in line["input"]:
        return "is encrypted, and the program would show it; move it to `modelhost:secrets.<endpoint>.<name>`"
    return f"{value} is not text; write it in quotes"


def _lowest(value: str, line: ErrorDetails) -> str:
    """Return what to say of a number that is too small."""
    if line["type"] == "greater_than":
        return f"{value} is not above {line['ctx']['gt']:g}; write a larger number"
    if line["loc"][-1] == "count" and line["input"] == 0:
        return f"0 is too small; {FROM_NOTHING}"
    return f"{value} is too small; write {line['ctx']['ge']:g} or more"


def _highest(value: str, line: ErrorDetails) -> str:
    """Return what to say of a number that is too large."""
    limit = line["ctx"].get("le", line["ctx"].get("lt"))
    what = f"write {limit:g} or less" if "le" in line["ctx"] else f"write less than {limit:g}"
    fraction = limit == 1 and isinstance(line["input"], int | float) and 1 < line["input"] <= 100
    hint = f" (a fraction: {line['input'] / 100:g})" if fraction else ""
    return f"{value} is too large; {what}{hint}"


def _pattern(value: str, line: ErrorDetails) -> str:
    """Return what to say of text of another shape."""
    expected = MEANING[line["ctx"]["pattern"]]
    if "sha256" in line["ctx"]["pattern"] and "@" not in str(line["input"]):
        return f"{value} names a tag, which may change; write {expected}"
    return f"{value} is not {expected}"


def _length(value: str, line: ErrorDetails) -> str:
    """Return what to say of something too short or too long."""
    limits: Mapping[str, Any] = line["ctx"]
    if "min_length" in limits:
        return f"{value} is too short; write {limits['min_length']} or more"
    return f"{value} is too long; write at most {limits['max_length']}"


def _plain(value: str, line: ErrorDetails) -> str:
    """Return what to say where there is nothing better."""
    return f"{value}: {line['msg'][0].lower()}{line['msg'][1:]}"


def _says(text: str) -> Callable[[str, ErrorDetails], str]:
    """Return a message that is the value and *text*."""
    return lambda value, line: f"{value} {text}"


MESSAGES: Mapping[str, Callable[[str, ErrorDetails], str]] = {
    "int_type": _says("is not a whole number; write digits without quotes, such as 2"),
    "float_type": _says("is not a number; write digits without quotes, such as 0.5"),
    "finite_number": _says("is not a finite number; write one, such as 0.5"),
    "bool_type": _says("is neither true nor false; write one of them"),
    "list_type": _says("is not a list; write [..], or one item a line after a dash"),
    "dict_type": _says("is not a block of names and values; write one `name: value` a line"),
    "model_type": _says("is not a block of fields; write one `field: value` a line"),
    "string_type": _string,
    "enum": _enum,
    "greater_than": _lowest,
    "greater_than_equal": _lowest,
    "less_than": _highest,
    "less_than_equal": _highest,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _length,
    "string_too_long": _length,
    "too_short": _length,
    "too_long": _length,
}
"""What to say for each kind of error."""
