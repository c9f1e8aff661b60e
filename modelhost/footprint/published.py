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


def words(name: str) -> dict[str, Any]:
    """Return what the config.json of the known model *name* says, as far as memory depends on it."""
    return dict(_table()["models"][_full(name)][1])


def knows(name: str) -> bool:
    """Whether the model *name* is known, with or without its owner."""
    return _found(name) is not None


@cache
def architecture(name: str) -> Architecture:
    """Return the architecture of the model *name*, with or without its owner; FootprintError when it is not known."""
    full = _full(name)
    parameters = _table()["models"][full][0]
    found = parse(words(full), full)
    active = round(found.active_parameters * parameters / found.parameters)
    source = f"config.json of {full} as of {_table()['date']}"
    return found._replace(parameters=parameters, active_parameters=active, source=source)


def _full(name: str) -> str:
    """Return the known name that *name* means."""
    found = _found(name)
    if found is None:
        named = _named()
        close = get_close_matches(name.lower(), named, n=1, cutoff=0.6)
        hint = f"did you mean {named[close[0]]}?" if close else "give the model's folder"
        raise FootprintError(f"{name}: is not a model that is known by name; {hint}")
    return found


def _found(name: str) -> str | None:
    """Return the known name that *name* means; none when nothing is called so."""
    return _named().get(name.lower())


@cache
def _named() -> dict[str, str]:
    """Return the known names by what people write, in small letters, with and without the owner."""
    short = {each.partition("/")[2].lower(): each for each in names()}
    return {**short, **{each.lower(): each for each in names()}}
