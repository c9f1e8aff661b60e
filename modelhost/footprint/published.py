"""Well-known models by name, so that nobody has to look up their widths."""

import json
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from modelhost.footprint.architecture import Architecture
from modelhost.footprint.config_json import parse
from modelhost.footprint.problem import FootprintError


@cache
def _table() -> dict[str, Any]:
    """Return the file beside this module."""
    content: dict[str, Any] = json.loads(files("modelhost.footprint").joinpath("published.json").read_text("utf-8"))
    return content


def names() -> tuple[str, ...]:
    """Return the names of the known models, as their repositories are called, sorted."""
    return tuple(_table()["models"])


@cache
def architecture(name: str) -> Architecture:
    """Return the architecture of the model *name*, with or without its owner; FootprintError when it is not known."""
    full = _full(name)
    parameters, words = _table()["models"][full]
    found = parse(words, full)
    active = round(found.active_parameters * parameters / found.parameters)
    source = f"config.json of {full} as of {_table()['date']}"
    return found._replace(parameters=parameters, active_parameters=active, source=source)


def _full(name: str) -> str:
    """Return the known name that *name* means."""
    by_name = {each.lower(): each for each in names()}
    short = {each.partition("/")[2].lower(): each for each in names()}
    found = by_name.get(name.lower()) or short.get(name.lower())
    if found is None:
        close = get_close_matches(name.lower(), [*by_name, *short], n=1, cutoff=0.6)
        hint = f"did you mean {by_name.get(close[0]) or short[close[0]]}?" if close else "give the model's folder"
        raise FootprintError(f"{name}: is not a model that is known by name; {hint}")
    return found
