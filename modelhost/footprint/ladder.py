"""The ladder of number formats: what each step saves on a machine, and whether it has hardware for it."""

from typing import NamedTuple

from modelhost.catalog.accelerator import Accelerator
from modelhost.catalog.machine import Machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.memory import Memory
from modelhost.footprint.parallel import roomiest
from modelhost.footprint.serving import Serving
from modelhost.footprint.size import BYTES

OLD = ("T4", "T4G", "V100")
"""Accelerators older than bf16, which take fp16; their formats of 8 and 4 bits are the whole-numbered ones."""
TOO_NEW = ("bf16", "fp8", "fp4")
"""Formats that they do not take, not even by widening."""


class Rung(NamedTuple):
    """One number format on one machine."""

    dtype: str
    """Its name."""
    weights_gib: float
    """Size of all weights in it."""
    saves_gib: float
    """What it saves beside the weights' own format; below 0 for a wider one."""
    native: bool
    """Whether the accelerator computes in it; if not, weights are widened, which saves memory and no time."""
    serving: Serving
    """The least split that fits, or the one that lacks least."""
    memory: Memory
    """Where the memory goes then."""


def ladder(architecture: Architecture, machine: Machine, serving: Serving) -> list[Rung]:
    """Return the formats that *machine* takes, the model's own first, then from wide to narrow."""
    own = serving.dtype or architecture.dtype
    narrower = [each for each in formats(machine) if BYTES[each] < BYTES[own]]
    return [_rung(architecture, machine, serving._replace(dtype=each), own) for each in [own, *narrower]]


def formats(machine: Machine) -> list[str]:
    """Return the formats that weights may have on *machine*, from wide to narrow."""
    chip = machine.accelerator
    if chip is None or not chip.gpu:
        return ["bf16", "int8"]
    eight = "fp8" if chip.fp8_tflops else "int8"
    return ["fp16" if chip.name in OLD else "bf16", eight, "fp4" if chip.fp4_tflops else "int4"]


def runs(dtype: str, machine: Machine) -> bool:
    """Whether *machine* takes weights in *dtype* at all."""
    return machine.accelerator is None or machine.accelerator.name not in OLD or dtype not in TOO_NEW


def native(dtype: str, chip: Accelerator | None) -> bool:
    """Whether *chip*, or a processor where there is none, computes in *dtype*."""
    if chip is None or BYTES[dtype] >= BYTES["bf16"]:
        return True
    return bool({"fp8": chip.fp8_tflops, "int8": chip.int8_tops, "fp4": chip.fp4_tflops}.get(dtype))


def _rung(architecture: Architecture, machine: Machine, serving: Serving, own: str) -> Rung:
    """Return one step of the ladder."""
    dtype = serving.dtype or own
    size = architecture.weights_gib(dtype)
    split, found = roomiest(architecture, machine, serving)
    saves = architecture.weights_gib(own) - size
    return Rung(dtype, size, saves, native(dtype, machine.accelerator), split, found)
