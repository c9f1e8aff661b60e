"""The service of a language model on any machine: by the physical model, held to a measurement where there is one."""

from dataclasses import replace

import numpy as np

from modelhost.catalog.machine import Machine, machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.memory import memory
from modelhost.footprint.parallel import faults, least, splits
from modelhost.footprint.serving import Serving
from modelhost.planner.array import Floats
from modelhost.planner.load.trace import Trace
from modelhost.planner.service.assume import UNMEASURED_BAND
from modelhost.planner.service.physical.length import lengths
from modelhost.planner.service.physical.recall import recalled
from modelhost.planner.service.service import Service


def estimate(
    architecture: Architecture,
    target: Machine,
    serving: Serving,
    trace: Trace,
    cached_share: float = 0.0,
    copies: int | None = 1,
    measured: Service | None = None,
    may_split: bool = False,
) -> Service:
    """Return how *target* would answer the requests of *trace*; LookupError when nothing tells.

    A server takes as many accelerators as *serving* says, or all that it legally can where it *may split* by itself.
    *copies* of it stand side by side on the machine, as many as fit when none. Where it was *measured* on another
    machine, the model tells only the ratio.
    """
    if measured is not None and measured.machine == target.name:
        return measured
    tokens, told = lengths(trace)

    def modelled(where: Machine) -> Service:
        taken = split(architecture, where, serving, may_split)
        return recalled(architecture, where, taken, tokens, cached_share, copies)

    found = modelled(target)
    if measured is None:
        return replace(found, basis=f"{found.basis}; {told}")
    return held_to(found, measured, modelled(machine(measured.machine)))


def held_to(found: Service, measured: Service, there: Service) -> Service:
    """Return *found* with its times multiplied by what was *measured* over what the model says *there*.

    The factor is that of the times with as many at once as both know, in the middle; the band is the measurement's and
    at least 30 % either way, for the target was never measured.
    """
    at_once = max(1, min(measured.slots, there.slots) // 2)
    factor = _seconds(measured)[at_once - 1] / _seconds(there)[at_once - 1]
    return replace(
        found.scaled(factor),
        basis=f"{found.basis}; x {factor:.2f}, as measured on {measured.machine}",
        band=(
            min(UNMEASURED_BAND[0], measured.band[0]),
            max(UNMEASURED_BAND[1], measured.band[1]),
        ),
    )


def _seconds(service: Service) -> Floats:
    """Return (slots,) mean time by the number at once."""
    return np.asarray(service.work.mean_seconds * service.slowdown)


def split(architecture: Architecture, target: Machine, serving: Serving, may_split: bool) -> Serving:
    """Return *serving* with the split that the server takes on *target*; LookupError when that cannot be."""
    if may_split:
        flat = [each for each in splits(architecture, target, serving) if each.pipeline_parallel == 1]
        return max(flat, key=lambda each: each.devices)
    wrong = next(faults(architecture, target, serving), None)
    if wrong is not None:
        raise LookupError(f"{target.name}: {wrong}")
    if target.gpu and serving.devices == 1 and memory(architecture, target, serving).cache_gib <= 0:
        wider = least(architecture, target, serving)
        if wider is not None and wider.devices > 1:
            hint = f"write model.serving.tensor_parallel: {wider.tensor_parallel}"
            raise LookupError(f"{target.name}: one accelerator does not hold the model; {hint}")
    return serving
