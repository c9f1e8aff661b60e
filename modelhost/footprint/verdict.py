"""Whether a model fits a machine, in the words of the stack file: the arithmetic, and the cheapest remedies."""

from collections.abc import Iterator

from modelhost.catalog.machine import Machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.fit import disk_misfits
from modelhost.footprint.ladder import formats, runs
from modelhost.footprint.memory import Memory, memory
from modelhost.footprint.parallel import faults, roomiest
from modelhost.footprint.remedy import Remedy, remedies
from modelhost.footprint.serving import Serving

NEWER = "a machine of the families g5, g6 or newer"
BILLION, MILLION = 1e9, 1e6


def refusals(
    architecture: Architecture, machine: Machine, serving: Serving, region: str | None = None, split: bool = True
) -> Iterator[str]:
    """Yield why *architecture* does not fit *machine* with every request at its longest, and what to do.

    With *split* any legal split may be taken; without, that of *serving* counts.
    """
    found = [] if split else list(faults(architecture, machine, serving))
    dtype = serving.dtype or architecture.dtype
    if machine.accelerator and not runs(dtype, machine):
        takes = ", ".join(formats(machine))
        found.append(f"{machine.accelerator.name} does not take {dtype}; use dtype {takes}, or {NEWER}")
    yield from found
    if found:
        return
    chosen, where = roomiest(architecture, machine, serving) if split else (serving, None)
    taken = where or memory(architecture, machine, serving)
    if not taken.fits:
        ways = remedies(architecture, machine, serving, region, split)
        yield f"{arithmetic(architecture, machine, chosen, taken)}; {advice(ways)}"
    for text in disk_misfits(architecture.weights_gib(serving.dtype), machine):
        yield f"{text}; take a machine with a larger disk, or a smaller dtype"


def arithmetic(architecture: Architecture, machine: Machine, serving: Serving, found: Memory) -> str:
    """Return where the memory goes, in one sentence."""
    dtype = serving.dtype or architecture.dtype
    size = architecture.weights_gib(serving.dtype)
    shared = f", {found.weights_gib:.1f} on each of {found.devices}" if found.devices > 1 else ""
    server = found.activations_gib + found.overhead_gib
    requests = "1 request" if serving.concurrency == 1 else f"{serving.concurrency} requests"
    word = "each" if found.devices > 1 else "one"
    each = f"{word} {machine.accelerator.name}" if machine.accelerator else machine.name
    return (
        f"{parameters(architecture.parameters)} parameters in {dtype} are {size:.1f} GiB{shared}, the server needs "
        f"{server:.1f} GiB and {requests} of {serving.context:,} tokens {found.wanted_gib:.1f} GiB of cache; "
        f"{each} has {found.usable_gib:.1f} GiB usable ({found.share:.2f} of {found.visible_gib:.1f})"
    )


def advice(ways: list[Remedy]) -> str:
    """Return the remedies as one phrase."""
    texts = [each.text for each in ways]
    if not texts:
        return "no machine type that the catalogue knows holds it; use a smaller model, or a smaller dtype"
    return f"use {', '.join(texts[:-1])}, or {texts[-1]}" if texts[1:] else f"use {texts[0]}"


def parameters(number: int) -> str:
    """Return *number* of weights as people say it, such as 8.03B."""
    return f"{number / BILLION:.3g}B" if number >= BILLION else f"{number / MILLION:.3g}M"
