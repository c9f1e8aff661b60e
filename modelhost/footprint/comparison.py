"""One model on many machine types: which hold it, how many requests, at what price."""

from collections.abc import Iterable
from typing import NamedTuple

from modelhost.catalog.machine import Machine, machine
from modelhost.catalog.price import usd_per_hour
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.ladder import formats, runs
from modelhost.footprint.memory import Memory, memory
from modelhost.footprint.parallel import faults, roomiest
from modelhost.footprint.serving import Serving
from modelhost.footprint.size import BYTES
from modelhost.footprint.verdict import refusals


class Placed(NamedTuple):
    """A model on one machine type."""

    machine: Machine
    """The machine type."""
    serving: Serving
    """The least split that fits, or the one that lacks least."""
    memory: Memory
    """Where the memory of one accelerator goes."""
    usd_per_hour: float | None
    """Price of the machine; none when not known."""
    refusals: tuple[str, ...]
    """Why it does not fit, each with what to do; empty when it fits."""
    narrower: str | None
    """The widest format of fewer bits in which it would fit; none when it fits, or in none."""

    @property
    def fits(self) -> bool:
        """Whether the model runs on the machine."""
        return not self.refusals


def placed(
    architecture: Architecture, name: str, serving: Serving, region: str | None = None, split: bool = True
) -> Placed:
    """Return *architecture* on the machine type *name* in *region*; any legal split is taken with *split*."""
    here = machine(name)
    legal = split or not any(faults(architecture, here, serving))
    told, taken = roomiest(architecture, here, serving) if split or not legal else (serving, None)
    usd = None if region is None else usd_per_hour(name, region)
    found = tuple(refusals(architecture, here, serving, region, split))
    narrower = _narrower(architecture, here, serving) if found else None
    return Placed(here, told, taken or memory(architecture, here, told), usd, found, narrower)


def cheapest_of_each(names: Iterable[str], region: str) -> list[str]:
    """Return of *names* the cheapest for each number and kind of accelerators, cheapest first; unpriced ones go."""
    priced = [(usd, name) for name in names if (usd := usd_per_hour(name, region)) is not None]
    found: dict[tuple[str, float], str] = {}
    for _, name in sorted(priced):
        here = machine(name)
        chip = here.accelerator
        key = (chip.name, float(here.accelerator_count)) if chip else ("", here.memory_gib)
        found.setdefault(key, name)
    return list(found.values())


def _narrower(architecture: Architecture, here: Machine, serving: Serving) -> str | None:
    """Return the widest format of fewer bits in which *architecture* fits *here*."""
    own = serving.dtype or architecture.dtype
    for dtype in formats(here):
        narrow = serving._replace(dtype=dtype)
        if BYTES[dtype] < BYTES[own] and runs(dtype, here) and roomiest(architecture, here, narrow)[1].fits:
            return dtype
    return None
