"""The accelerators that machines carry."""

from functools import cache
from typing import NamedTuple

from modelhost.catalog.data import table
from modelhost.catalog.overlay import overlay

CHIPS = ("Inferentia", "Trainium", "AI100", "Gaudi")
"""Accelerators that run no CUDA."""
TF32_SHARE = 0.5
"""Rate of 32-bit weights over that of bf16: NVIDIA's tensor cores since Ampere compute them as TF32."""


class Accelerator(NamedTuple):
    """One model of accelerator; figures are per device, rates are dense."""

    name: str
    """The maker's name, such as L4; `L4/4` is a quarter of one."""
    memory_gib: float
    """Memory of one device, as EC2 reports it."""
    visible_gib: float
    """Memory of one device that a program sees, of which a server's share is a share."""
    memory_gb_per_second: float | None
    """Memory bandwidth of one device; none when no data sheet is known."""
    bf16_tflops: float | None
    """Dense bf16 rate of one device; none when no data sheet is known."""
    fp8_tflops: float | None
    """Dense fp8 rate; none without the hardware for it."""
    int8_tops: float | None
    """Dense int8 rate; none without the hardware for it."""
    fp4_tflops: float | None
    """Dense fp4 rate; none without the hardware for it."""
    scaleup_gb_per_second: float | None
    """Rate to its neighbours in the machine, one way; 0 when only PCIe joins them, none when not known."""
    source: str
    """Where bandwidth and rates come from."""

    @property
    def gpu(self) -> bool:
        """Whether it is an NVIDIA GPU rather than another maker's chip."""
        return not self.name.startswith(CHIPS)

    def tflops(self, dtype: str) -> float | None:
        """Return the dense rate for weights in *dtype*; that of bf16 where it has no hardware for the format.

        Weights in a format without hardware are widened before they are multiplied.
        """
        native = {"fp8": self.fp8_tflops, "int8": self.int8_tops, "fp4": self.fp4_tflops}.get(dtype)
        if dtype == "fp32" and self.bf16_tflops is not None:
            return self.bf16_tflops * TF32_SHARE
        return native or self.bf16_tflops


@cache
def accelerator(name: str) -> Accelerator:
    """Return the accelerator *name*; KeyError when the catalogue does not know it."""
    shipped = table("machines")["accelerators"].get(name)
    if shipped is not None:
        return Accelerator(name, *shipped)
    memory_gib, source = overlay().accelerators[name]
    return Accelerator(name, memory_gib, memory_gib, None, None, None, None, None, None, source)
