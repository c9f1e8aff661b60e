"""SageMaker machine types: their cores, memory and accelerators."""

from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from modelhost.catalog.accelerator import Accelerator, accelerator
from modelhost.catalog.data import table

BURSTABLE = ("t2", "t3")
"""Families whose cores save up credit while idle; AWS scales none of them automatically."""


class Machine(NamedTuple):
    """One SageMaker machine type, such as ml.g6.xlarge."""

    name: str
    """SageMaker's name of the type, starting with `ml.`."""
    vcpus: int
    """Virtual cores; CPUUtilization sums to 100 % for each."""
    memory_gib: float
    """Main memory."""
    accelerator: Accelerator | None
    """The accelerator it carries, none on a CPU machine."""
    accelerator_count: int
    """Accelerators in the machine; GPUUtilization sums to 100 % for each."""
    local_nvme_gb: int
    """Local NVMe storage; SageMaker attaches no volume of a chosen size to such a machine."""
    architecture: str
    """`x86_64` or `arm64`."""
    network_gbps: float | None
    """Baseline network rate; none when not published."""

    @property
    def gpu(self) -> bool:
        """Whether it carries NVIDIA GPUs."""
        return self.accelerator is not None and self.accelerator.gpu

    @property
    def family(self) -> str:
        """The family, such as `g6` of ml.g6.xlarge."""
        return self.name.split(".")[1]

    @property
    def burstable(self) -> bool:
        """Whether its cores save up credit while idle."""
        return self.family in BURSTABLE

    @property
    def accelerator_memory_gib(self) -> float:
        """Memory of all its accelerators together."""
        return self.accelerator.memory_gib * self.accelerator_count if self.accelerator else 0.0

    @property
    def text(self) -> str:
        """The machine in a few words, such as `4 cores, 16 GiB, 1 x L4`."""
        carries = f", {self.accelerator_count} x {self.accelerator.name}" if self.accelerator else ""
        return f"{self.vcpus} cores, {self.memory_gib:g} GiB{carries}"


@cache
def machine(name: str) -> Machine:
    """Return the machine type *name*; KeyError when the catalogue does not know it."""
    vcpus, memory, chip, count, nvme, architecture, network = table("machines")["machines"][name]
    carried = accelerator(chip) if chip else None
    return Machine(name, vcpus, memory, carried, count, nvme, architecture, network)


@cache
def machines() -> tuple[str, ...]:
    """Return the names of all known machine types, sorted."""
    return tuple(table("machines")["machines"])


def similar(name: str) -> str | None:
    """Return the known machine type that *name* was most likely meant to be."""
    wanted = name if name.startswith("ml.") else f"ml.{name}"
    if wanted in machines():
        return wanted
    close = get_close_matches(wanted.lower(), machines(), n=1, cutoff=0.75)
    return close[0] if close else None
