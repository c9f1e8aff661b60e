"""Does a model of known size fit a machine? For one of known architecture `verdict` knows more."""

from collections.abc import Iterator

from modelhost.catalog.machine import Machine
from modelhost.footprint.loading import MAX_VOLUME_GIB, needed_volume_gib

USABLE = 0.90
"""Fraction of the memory that weights may take; the rest is the server's own."""


def misfits(size_gib: float, machine: Machine) -> Iterator[str]:
    """Yield why a model of *size_gib* does not fit *machine*, with the arithmetic."""
    memory = machine.accelerator_memory_gib or machine.memory_gib
    what = machine.text.split(", ")[-1] if machine.accelerator else f"{machine.memory_gib:g} GiB of memory"
    usable = memory * USABLE
    if size_gib > usable:
        yield f"weights of {size_gib:.1f} GiB exceed the {usable:.1f} GiB usable of {what} ({USABLE:.2f} of {memory:g})"
    yield from disk_misfits(size_gib, machine)


def disk_misfits(size_gib: float, machine: Machine) -> Iterator[str]:
    """Yield why the disk of *machine* does not hold a model of *size_gib*."""
    if machine.local_nvme_gb:
        disk = machine.local_nvme_gb * 1e9 / 1024**3
        if 2 * size_gib > disk:
            yield f"{size_gib:.1f} GiB and room to unpack exceed the local disk of {disk:.0f} GiB"
    elif needed_volume_gib(size_gib) > MAX_VOLUME_GIB:
        yield f"a disk of {needed_volume_gib(size_gib)} GiB exceeds SageMaker's {MAX_VOLUME_GIB} GiB"
