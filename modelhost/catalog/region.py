"""Which machine is offered in which region, as of the snapshot's date."""

import math
from functools import cache

from modelhost.catalog.data import table
from modelhost.catalog.machine import SAGEMAKER, Machine, ec2_machines, machine, machines
from modelhost.catalog.overlay import Refreshed, overlay


def snapshot_date(region: str | None = None) -> str:
    """Return the day that the offers of *region* were read, by the user or for the package."""
    found = overlay().regions.get(region) if region else None
    return found.date if found else str(table("regions")["date"])


def regions() -> tuple[str, ...]:
    """Return the regions of the snapshot, sorted."""
    return tuple(table("regions")["regions"])


@cache
def listed_somewhere(name: str) -> bool:
    """Whether any region is known to have the machine type *name*, by the snapshot or by what the user refreshed."""
    fresh = any(name in found.offers for found in overlay().regions.values())
    return fresh or any(_snapshot_lists(region, name) for region in regions()) or bool(_ec2_regions(name))


def offered(name: str, region: str) -> bool:
    """Whether *region* offers the machine type *name*; true where nothing known has a say.

    Of EC2's types only those with accelerators are known by region, unless the user refreshed the region.
    """
    known = region in overlay().regions or region in table("regions")["regions"]
    return not known or not listed_somewhere(name) or _lists(region, name)


def zones(name: str, region: str) -> tuple[str, ...]:
    """Return the availability zones of *region* that have the machine type *name*; empty when not known.

    AWS tells zones of EC2 types only; a SageMaker type is taken to be where its EC2 type is.
    """
    found = overlay().regions.get(region)
    return tuple(found.zones.get(name.removeprefix(SAGEMAKER), "").split()) if found else ()


def nearest(name: str, region: str, count: int = 3) -> list[str]:
    """Return the machine types of *region* most like *name*: same accelerator first, then size."""
    wanted = machine(name)
    candidates = machines() if wanted.sagemaker else ec2_machines()
    known = [machine(other) for other in candidates if other != name and _available(region, other)]
    alike = [other for other in known if other.architecture == wanted.architecture]
    ranked = sorted(alike, key=lambda other: _distance(wanted, other))
    return [other.name for other in ranked[:count]]


def _available(region: str, name: str) -> bool:
    """Whether *region* has the machine type *name*; EC2's types without accelerators are taken to be everywhere."""
    if name.startswith(SAGEMAKER) or machine(name).accelerator is not None:
        return _lists(region, name)
    return offered(name, region)


def _lists(region: str, name: str) -> bool:
    """Whether *region* is known to have the machine type *name*; what the user refreshed comes first."""
    found: Refreshed | None = overlay().regions.get(region)
    if found is not None:
        return name in found.offers
    return _snapshot_lists(region, name) if name.startswith(SAGEMAKER) else region in _ec2_regions(name)


def _snapshot_lists(region: str, name: str) -> bool:
    """Whether the snapshot lists SageMaker's machine type *name* in *region*."""
    if not name.startswith(SAGEMAKER):
        return False
    _, family, size = name.split(".")
    return size in table("regions")["regions"].get(region, {}).get(family, "").split()


def _ec2_regions(name: str) -> frozenset[str]:
    """Return the regions that list a price for EC2's type *name*."""
    return frozenset(() if name.startswith(SAGEMAKER) else table("ec2_prices")["by_region"].get(name, ()))


def _distance(wanted: Machine, other: Machine) -> tuple[int, float]:
    """How far *other* is from *wanted*: kind of accelerator, then sizes on a log scale."""
    same_chip = wanted.accelerator and other.accelerator and wanted.accelerator.name == other.accelerator.name
    kind = 0 if same_chip or (not wanted.accelerator and not other.accelerator) else 1 if wanted.gpu == other.gpu else 2
    size = abs(math.log(other.vcpus / wanted.vcpus)) + abs(math.log(other.memory_gib / wanted.memory_gib))
    chips = abs(math.log((other.accelerator_memory_gib + 1) / (wanted.accelerator_memory_gib + 1)))
    return kind, size + chips + (0.01 if other.family != wanted.family else 0.0)
