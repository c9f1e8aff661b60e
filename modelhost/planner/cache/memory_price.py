"""What memory for a cache costs: the cheapest machine of EC2 that has it."""

from functools import cache
from typing import NamedTuple

import numpy as np

from modelhost.catalog.machine import ec2_machines, machine
from modelhost.catalog.price import hourly_price
from modelhost.planner.array import Floats
from modelhost.price.line import HOURS_PER_MONTH

USABLE_SHARE = 0.75
"""Share of a machine's memory that a cache may take; assumed, as is usual for Redis and Valkey."""


class Memory(NamedTuple):
    """Prices of memory in one region."""

    gib: Floats
    """(machines,) what a cache can have of each, ascending."""
    usd_per_month: Floats
    """(machines,) ascending too: a machine that is dearer than a larger one is left out."""
    names: tuple[str, ...]
    """(machines,) their types."""

    def usd(self, gib: Floats) -> Floats:
        """Return (sizes,) USD per month of *gib*; infinite beyond the largest machine."""
        place = np.searchsorted(self.gib, gib, side="left")
        return np.append(self.usd_per_month, np.inf)[place]

    def name(self, gib: float) -> str:
        """Return the cheapest type that has *gib*; empty where none does."""
        place = int(np.searchsorted(self.gib, gib, side="left"))
        return self.names[place] if place < len(self.names) else ""


@cache
def memory(region: str) -> Memory:
    """Return the cheapest machines without accelerators for each amount of memory, on demand."""
    offers = []
    for name in ec2_machines():
        known = machine(name)
        price = None if known.accelerator else hourly_price(name, region)
        if price is not None:
            offers.append((known.memory_gib * USABLE_SHARE, price.usd * HOURS_PER_MONTH, name))
    kept: list[tuple[float, float, str]] = []
    for offer in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        if not kept or offer[1] < kept[-1][1]:
            kept.append(offer)
    gib, usd, names = zip(*reversed(kept), strict=True) if kept else ((), (), ())
    return Memory(np.array(gib, dtype=np.float64), np.array(usd, dtype=np.float64), tuple(names))
