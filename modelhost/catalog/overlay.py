"""What a user refreshed from AWS: one file per region in a folder of his own, which look-ups prefer.

The folder is `$MODELHOST_CATALOG`, else `$XDG_DATA_HOME/modelhost/catalog`; an empty variable means none. A file that
cannot be read is left aside and named by `problems`, so that a damaged file never stops a preview.
"""

import json
import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

VARIABLE = "MODELHOST_CATALOG"
FORMAT = 1
"""Version of the files; another one is left aside."""
LARGEST_BYTES = 16_000_000
"""No region's file is that large; a larger one is left aside unread."""


class Refreshed(NamedTuple):
    """One region as AWS described it."""

    date: str
    """The day it was read, such as 2026-11-22."""
    source: str
    """The interfaces that it was read from."""
    prices: Mapping[str, float]
    """US dollars per hour, on demand, by machine type; `ml.` types are of hosting."""
    offers: frozenset[str]
    """Machine types that the region has."""
    zones: Mapping[str, str]
    """The availability zones that have an EC2 type, separated by spaces."""


class Overlay(NamedTuple):
    """All regions that were refreshed."""

    regions: Mapping[str, Refreshed]
    """By name of the region."""
    machines: Mapping[str, list[Any]]
    """Rows of machine types, in the columns of machines.json."""
    accelerators: Mapping[str, tuple[float, str]]
    """Memory in GiB and source of accelerators, by name."""
    problems: tuple[str, ...]
    """Files that were left aside, and why."""


def folder() -> Path | None:
    """Return the folder of the user's own files; none when it is switched off."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        return Path(given).expanduser() if given else None
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "modelhost" / "catalog"


@cache
def overlay() -> Overlay:
    """Return what the user refreshed; read once."""
    regions: dict[str, Refreshed] = {}
    machines: dict[str, list[Any]] = {}
    accelerators: dict[str, tuple[float, str]] = {}
    problems: list[str] = []
    for path in _files():
        try:
            content = _content(path)
            rows = {str(name): _row(name, row) for name, row in content["machines"].items()}
            chips = {str(name): (float(gib), str(content["source"])) for name, gib in content["accelerators"].items()}
            regions[str(content["region"])] = _refreshed(content)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(f"{path}: {_words(error)}; it is left aside until `modelhost catalog refresh` writes it")
        else:
            machines |= rows
            accelerators |= chips
    return Overlay(regions, machines, accelerators, tuple(problems))


def _files() -> list[Path]:
    """Return the files of the folder, sorted; none when there is no folder."""
    place = folder()
    try:
        return sorted(place.glob("*.json")) if place else []
    except OSError:
        return []


def _content(path: Path) -> dict[str, Any]:
    """Return what *path* holds; ValueError says why it cannot be used."""
    if path.stat().st_size > LARGEST_BYTES:
        raise ValueError(f"it is larger than {LARGEST_BYTES} bytes")
    content = json.loads(path.read_text("utf-8"))
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError("it is not a catalogue of this version")
    return content


def _refreshed(content: Mapping[str, Any]) -> Refreshed:
    """Return one region's part of *content*."""
    prices = {str(name): float(usd) for name, usd in content["prices"].items()}
    if any(not 0 < usd < float("inf") for usd in prices.values()):
        raise ValueError("it has a price that is no price")
    date.fromisoformat(content["date"])
    zones = {str(name): str(where) for name, where in content["zones"].items()}
    return Refreshed(str(content["date"]), str(content["source"]), prices, frozenset(content["offers"]), zones)


def _row(name: str, row: list[Any]) -> list[Any]:
    """Return *row* when it is a machine's."""
    vcpus, memory, chip, count, nvme, architecture, network = row
    numbers = (vcpus, memory, count, nvme, network or 0)
    if not all(isinstance(each, int | float) for each in numbers) or not isinstance(architecture, str):
        raise ValueError(f"its row of {name} is no machine's")
    return [vcpus, memory, chip, count, nvme, architecture, network]


def _words(error: Exception) -> str:
    """Say what went wrong with a file."""
    return f"it lacks {error}" if isinstance(error, KeyError) else str(error)
