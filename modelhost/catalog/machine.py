"""Machine types of SageMaker and EC2: their cores, memory and accelerators."""

from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple

from modelhost.catalog.accelerator import Accelerator, accelerator
from modelhost.catalog.data import table
from modelhost.catalog.overlay import overlay

BURSTABLE = ("t2", "t3")
"""Families whose cores save up credit while idle; AWS scales none of them automatically."""


SAGEMAKER = "ml."
"""How SageMaker's names begin; what follows is EC2's."""


class Machine(NamedTuple):
    """One machine type, such as ml.g6.xlarge of SageMaker or g6.xlarge of EC2."""

    name: str
    """AWS's name of the type; SageMaker's start with `ml.`."""
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
        return self.name.removeprefix(SAGEMAKER).split(".")[0]

    @property
    def sagemaker(self) -> bool:
        """Whether it is SageMaker's rather than EC2's own."""
        return self.name.startswith(SAGEMAKER)

    @property
    def burstable(self) -> bool:
        """Whether its cores save up credit while idle."""
        return self.family in BURSTABLE

    @property
    def accelerator_memory_gib(self) -> float:
        """Memory of all its accelerators together."""
        return self.accelerator.memory_gib * self.accelerator_count if self.accelerator else 0.0

    @property
    def visible_gib(self) -> float:
        """Memory of all its accelerators together that a program sees."""
        return self.accelerator.visible_gib * self.accelerator_count if self.accelerator else 0.0

    @property
    def text(self) -> str:
        """The machine in a few words, such as `4 cores, 16 GiB, 1 x L4`."""
        carries = f", {self.accelerator_count} x {self.accelerator.name}" if self.accelerator else ""
        return f"{self.vcpus} cores, {self.memory_gib:g} GiB{carries}"


@cache
def machine(name: str) -> Machine:
    """Return the machine type *name*; KeyError when the catalogue does not know it."""
    refreshed = overlay().machines.get(name)
    vcpus, memory, chip, count, nvme, architecture, network = refreshed or _shipped(name)[name]
    carried = accelerator(chip) if chip else None
    return Machine(name, vcpus, memory, carried, count, nvme, architecture, network)


@cache
def machines() -> tuple[str, ...]:
    """Return the names of all known machine types of SageMaker, sorted."""
    return _known(SAGEMAKER, True)


def shipped_machines() -> tuple[str, ...]:
    """Return the names of SageMaker's machine types that every user's catalogue has, sorted."""
    return tuple(_shipped(SAGEMAKER))


@cache
def ec2_machines() -> tuple[str, ...]:
    """Return the names of all known machine types of EC2, sorted."""
    return _known("", False)


def _known(like: str, sagemaker: bool) -> tuple[str, ...]:
    """Return the shipped and the refreshed names of one of the two services, sorted."""
    fresh = {name for name in overlay().machines if name.startswith(SAGEMAKER) == sagemaker}
    shipped = _shipped(like)
    return tuple(sorted({*shipped, *fresh})) if fresh else tuple(shipped)


def _shipped(name: str) -> dict[str, Any]:
    """Return the shipped table that a machine of *name* stands in."""
    rows: dict[str, Any] = table("machines" if name.startswith(SAGEMAKER) else "ec2_machines")["machines"]
    return rows


def similar(name: str) -> str | None:
    """Return the known machine type that *name* was most likely meant to be."""
    wanted = name if name.startswith("ml.") else f"ml.{name}"
    if wanted in machines():
        return wanted
    close = get_close_matches(wanted.lower(), machines(), n=1, cutoff=0.75)
    return close[0] if close else None
