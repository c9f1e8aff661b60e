"""What one copy of a model reserves of a machine that it may share."""

import math
from typing import NamedTuple

from modelhost.catalog.machine import Machine

MEMORY_SHARE = 1 / 16
"""Fraction of main memory that a copy reserves beside a GPU: 1 GiB of 16 was accepted on ml.g5.xlarge, 4 refused."""
CORE_SHARE = 1 / 2
"""Fraction of the cores that a copy reserves on a machine without accelerators."""
OVERHEAD = 1.1
"""Main memory of weights on a machine without accelerators, as a multiple of their size."""
LEAST_MIB, MIB_PER_GIB = 128, 1024


class Share(NamedTuple):
    """A copy's reservation."""

    memory_mib: int
    """Main memory."""
    accelerators: int | None
    """Accelerators; none on a machine without."""
    cpus: float | None
    """Cores; none where accelerators decide how many copies fit."""

    def copies(self, machine: Machine) -> int:
        """Return how many copies fit on *machine*."""
        fits = [math.floor(machine.memory_gib * MIB_PER_GIB / self.memory_mib)]
        if self.accelerators:
            fits.append(machine.accelerator_count // self.accelerators)
        if self.cpus:
            fits.append(math.floor(machine.vcpus / self.cpus))
        return min(fits)


def share(
    machine: Machine,
    size_gib: float = 0.0,
    memory_gib: float | None = None,
    accelerators: int | None = None,
    cpus: float | None = None,
) -> Share:
    """Return the reservation on *machine* of a copy of *size_gib*; what is given stays as it is."""
    devices = accelerators or machine.accelerator_count or None
    cores = cpus if cpus or devices else machine.vcpus * CORE_SHARE
    memory = memory_gib or _memory_gib(machine, size_gib, devices)
    return Share(max(LEAST_MIB, math.floor(memory * MIB_PER_GIB)), devices, cores)


def _memory_gib(machine: Machine, size_gib: float, devices: int | None) -> float:
    """Return the main memory that a copy needs at least."""
    if devices:
        return machine.memory_gib * MEMORY_SHARE * min(1.0, devices / max(1, machine.accelerator_count))
    return max(machine.memory_gib * MEMORY_SHARE, size_gib * OVERHEAD)
