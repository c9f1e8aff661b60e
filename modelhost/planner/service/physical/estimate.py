"""The service of a language model on any machine: by the physical model, held to a measurement where there is one."""

from dataclasses import replace

import numpy as np

from modelhost.catalog.machine import Machine, machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.parallel import roomiest
from modelhost.footprint.serving import Serving
from modelhost.planner.array import Floats
from modelhost.planner.load.trace import Trace
from modelhost.planner.service.assume import UNMEASURED_BAND
from modelhost.planner.service.physical.length import lengths
from modelhost.planner.service.physical.llm import llm
from modelhost.planner.service.service import Service


def estimate(
    architecture: Architecture,
    target: Machine,
    serving: Serving,
    trace: Trace,
    cached_share: float = 0.0,
    copies: int | None = None,
    measured: Service | None = None,
) -> Service:
    """Return how *target* would answer the requests of *trace*; LookupError when nothing tells.

    A model that *serving* does not split is split over as few accelerators as it needs. *copies* of it stand side by
    side, as many as fit when none. Where it was *measured* on another machine, the model tells only the ratio.
    """
    tokens, told = lengths(trace)
    fitting = _split(architecture, target, serving)
    found = llm(architecture, target, fitting, tokens, cached_share, copies=copies)
    if measured is None:
        return replace(found, basis=f"{found.basis}; {told}")
    if measured.machine == target.name:
        return measured
    origin = machine(measured.machine)
    there = llm(architecture, origin, _split(architecture, origin, serving), tokens, cached_share, copies=copies)
    return held_to(found, measured, there)


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


def _split(architecture: Architecture, target: Machine, serving: Serving) -> Serving:
    """Return *serving* as it is where it splits the model, else with the least split that fits *target*."""
    if serving.devices > 1 or target.accelerator is None:
        return serving
    return roomiest(architecture, target, serving)[0]
