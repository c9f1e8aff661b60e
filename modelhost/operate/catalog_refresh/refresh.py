"""Reads a region from AWS, page by page, and puts the result in place in one move."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from modelhost.catalog.machine import SAGEMAKER
from modelhost.catalog.overlay import FORMAT
from modelhost.catalog.price import usd_per_hour
from modelhost.operate.catalog_refresh.partial import Partial
from modelhost.operate.catalog_refresh.step import Step, steps
from modelhost.operate.problem import OperateError

STALE_PLACE = frozenset(
    {"ExpiredNextTokenException", "InvalidNextTokenException", "InvalidNextToken", "InvalidParameterValue"}
)
"""How AWS says that it does not know a place in a list any more."""
REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d")
MOST_PAGES = 1_000
"""No list is that long; a list that does not end is a fault."""
SOURCE = "AWS Price List (GetProducts), EC2 DescribeInstanceTypes and DescribeInstanceTypeOfferings"
Progress = Callable[[str, int], None]
"""Told the list that is being read, and how many pages of it are there."""


class Clients(Protocol):
    """Where the clients of one region come from; `Cloud` is one."""

    def client(self, service: str) -> Any:
        """Return the client of *service*."""
        ...


class Change(NamedTuple):
    """A price that is not what the catalogue said."""

    machine: str
    """The machine type."""
    before_usd: float | None
    """Price per hour that was known; none for a type that had none."""
    after_usd: float
    """Price per hour now."""


class Summary(NamedTuple):
    """What a refresh brought."""

    path: Path
    """The file that was written."""
    region: str
    """The region that it describes."""
    hosting: int
    """SageMaker's machine types with a price."""
    machines: int
    """EC2's machine types."""
    changes: tuple[Change, ...]
    """SageMaker prices that differ from what was known, by machine type."""
    resumed_pages: int
    """Pages that an earlier run had read already."""


def refresh(clients: Clients, region: str, folder: Path, now: datetime, progress: Progress) -> Summary:
    """Read *region* and write `<folder>/<region>.json`; OperateError says what stopped it, and that it can go on."""
    if not REGION.fullmatch(region):
        raise OperateError(f"--region: {region!r} is not a region's name; write one such as us-west-2")
    target = folder / f"{region}.json"
    with Partial(target.with_suffix(".json.partial"), region, now) as partial:
        resumed = len(partial.pages)
        for step in steps(region):
            _read(clients, step, partial, progress)
        content = _content(partial.pages, region, now)
        if not any(name.startswith(SAGEMAKER) for name in content["prices"]):
            partial.finish()
            raise OperateError(f"AWS lists no hosting price in {region}; check the region's name. Nothing was changed")
        changes = _changes(content["prices"], region)
        _replace(target, content)
        partial.finish()
    hosting = sum(name.startswith(SAGEMAKER) for name in content["prices"])
    plain = sum(not name.startswith(SAGEMAKER) for name in content["machines"])
    return Summary(target, region, hosting, plain, changes, resumed)


def _read(clients: Clients, step: Step, partial: Partial, progress: Progress) -> None:
    """Read the pages of *step* that are missing; a place that AWS does not know any more is given up once."""
    resumed = True
    for _ in range(MOST_PAGES):
        known = [page for page in partial.pages if page["step"] == step.name]
        progress(step.name, len(known))
        if known and known[-1]["next"] is None:
            return
        try:
            page = _page(clients, step, known[-1]["next"] if known else None)
        except (ClientError, BotoCoreError) as error:
            if not (resumed and known and _stale(error)):
                raise (_stopped(step, len(known), error) if partial.pages else error) from None
            resumed = False
            partial.drop(step.name)
            continue
        partial.add({"step": step.name, "next": page.get("NextToken") or None, **step.kept(page)})
    raise OperateError(f"reading {step.name}: it has more than {MOST_PAGES} pages; run the command again later")


def _stale(error: Exception) -> bool:
    """Whether AWS does not know the place in the list any more."""
    return isinstance(error, ClientError) and error.response.get("Error", {}).get("Code") in STALE_PLACE


def _page(clients: Clients, step: Step, place: str | None) -> Mapping[str, Any]:
    """Return one page of *step*."""
    where = {} if place is None else {"NextToken": place}
    answer: Mapping[str, Any] = getattr(clients.client(step.service), step.operation)(**step.parameters, **where)
    return answer


def _stopped(step: Step, pages: int, error: Exception) -> OperateError:
    """Return what to tell the user when AWS stopped a refresh."""
    kept = f"{pages} pages of it and all lists before are kept; run the same command again to go on"
    return OperateError(f"reading {step.name}, page {pages + 1}: {error}; {kept}")


def _content(pages: list[dict[str, Any]], region: str, now: datetime) -> dict[str, Any]:
    """Return the pages as one document."""
    merged: dict[str, dict[str, Any]] = {"prices": {}, "machines": {}, "accelerators": {}, "zones": {}}
    for page in pages:
        for key, found in merged.items():
            found |= page.get(key, {})
    prices, machines = merged["prices"], merged["machines"]
    hosting = {name: name.removeprefix(SAGEMAKER) for name in prices if name.startswith(SAGEMAKER)}
    hosted = {name: machines[plain] for name, plain in hosting.items() if plain in machines}
    return {
        "about": "machine types, prices (USD per hour, on demand) and offers of one region",
        "format": FORMAT,
        "region": region,
        "date": f"{now:%Y-%m-%d}",
        "source": SOURCE,
        "accelerators": merged["accelerators"],
        "machines": dict(sorted((machines | hosted).items())),
        "prices": dict(sorted(prices.items())),
        "offers": sorted({*hosting, *machines}),
        "zones": _by_machine(merged["zones"]),
    }


def _by_machine(pairs: Mapping[str, int]) -> dict[str, str]:
    """Return the zones of each machine type."""
    found: dict[str, list[str]] = defaultdict(list)
    for pair in sorted(pairs):
        name, zone = pair.split(" ")
        found[name].append(zone)
    return {name: " ".join(zones) for name, zones in found.items()}


def _changes(prices: Mapping[str, float], region: str) -> tuple[Change, ...]:
    """Return the SageMaker prices that the catalogue has otherwise."""
    known = {name: usd_per_hour(name, region) for name in prices if name.startswith(SAGEMAKER)}
    return tuple(Change(name, before, prices[name]) for name, before in known.items() if before != prices[name])


def _replace(target: Path, content: dict[str, Any]) -> None:
    """Write *content* beside *target* and move it there, so that no reader ever sees half a file."""
    beside = target.with_suffix(f".json.{os.getpid()}.tmp")
    try:
        with beside.open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=0)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
