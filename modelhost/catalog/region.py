"""Which machine is offered in which region, as of the snapshot's date."""

import math
from functools import cache

from modelhost.catalog.data import table
from modelhost.catalog.machine import Machine, machine, machines


def snapshot_date() -> str:
    """Return the day that the table of offers was taken."""
    return str(table("regions")["date"])


def regions() -> tuple[str, ...]:
    """Return the regions of the snapshot, sorted."""
    return tuple(table("regions")["regions"])


@cache
def listed_somewhere(name: str) -> bool:
    """Whether any region of the snapshot lists the machine type *name*."""
    return any(_lists(region, name) for region in regions())


def offered(name: str, region: str) -> bool:
    """Whether *region* offers the machine type *name*; true where the snapshot has no say."""
    if region not in table("regions")["regions"] or not listed_somewhere(name):
        return True
    return _lists(region, name)


def nearest(name: str, region: str, count: int = 3) -> list[str]:
    """Return the machine types of *region* most like *name*: same accelerator first, then size."""
    wanted = machine(name)
    known = [machine(other) for other in machines() if other != name and _lists(region, other)]
    alike = [other for other in known if other.architecture == wanted.architecture]
    ranked = sorted(alike, key=lambda other: _distance(wanted, other))
    return [other.name for other in ranked[:count]]


def _lists(region: str, name: str) -> bool:
    """Whether the snapshot lists *name* in *region*."""
    _, family, size = name.split(".")
    return size in table("regions")["regions"].get(region, {}).get(family, "").split()


def _distance(wanted: Machine, other: Machine) -> tuple[int, float]:
    """How far *other* is from *wanted*: kind of accelerator, then sizes on a log scale."""
    same_chip = wanted.accelerator and other.accelerator and wanted.accelerator.name == other.accelerator.name
    kind = 0 if same_chip or (not wanted.accelerator and not other.accelerator) else 1 if wanted.gpu == other.gpu else 2
    size = abs(math.log(other.vcpus / wanted.vcpus)) + abs(math.log(other.memory_gib / wanted.memory_gib))
    chips = abs(math.log((other.accelerator_memory_gib + 1) / (wanted.accelerator_memory_gib + 1)))
    return kind, size + chips + (0.01 if other.family != wanted.family else 0.0)
