"""The accelerators that SageMaker machines carry."""

from functools import cache
from typing import NamedTuple

from modelhost.catalog.data import table

NEURON = ("Inferentia", "Trainium")


class Accelerator(NamedTuple):
    """One model of accelerator; figures are per device."""

    name: str
    """The maker's name, such as L4."""
    memory_gib: float
    """Memory of one device, as EC2 reports it."""
    memory_gb_per_second: float | None
    """Memory bandwidth of one device; none when no data sheet is known."""
    bf16_tflops: float | None
    """Dense bf16 rate of one device; none when no data sheet is known."""
    source: str
    """Where bandwidth and rate come from."""

    @property
    def gpu(self) -> bool:
        """Whether it is an NVIDIA GPU rather than an AWS chip."""
        return not self.name.startswith(NEURON)


@cache
def accelerator(name: str) -> Accelerator:
    """Return the accelerator *name*; KeyError when the catalogue does not know it."""
    return Accelerator(name, *table("machines")["accelerators"][name])
