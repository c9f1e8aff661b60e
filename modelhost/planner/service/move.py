"""What a service measured on one machine would be on another: an estimate between two ends, never a measurement."""

import math
from dataclasses import replace

from modelhost.catalog.machine import Machine
from modelhost.planner.service.assume import UNMEASURED_BAND
from modelhost.planner.service.copies import side_by_side
from modelhost.planner.service.service import Service


def moved(service: Service, origin: Machine, target: Machine) -> Service:
    """Return *service*, known on *origin*, as it may be on *target*; LookupError when there is no way to tell.

    On accelerators a request may be bound by memory bandwidth or by arithmetic: the time scales with the geometric
    mean of both ratios, and the band reaches to both. Without accelerators a core is as fast as a core, and twice
    the cores bear twice the requests. Nothing was measured, so the band is at least 30 % either way.
    """
    if target.name == origin.name:
        return service
    if target.architecture != origin.architecture or bool(target.accelerator) != bool(origin.accelerator):
        raise LookupError(
            f"{target.name}: nothing tells how a service measured on {origin.name} ({origin.text}) runs on "
            f"{target.text}; measure it there"
        )
    factors, copies = _factors(origin, target)
    factor = math.sqrt(factors[0] * factors[1])
    low = service.band[0] * min(UNMEASURED_BAND[0], min(factors) / factor)
    high = service.band[1] * max(UNMEASURED_BAND[1], max(factors) / factor)
    return replace(
        side_by_side(service, copies).scaled(factor),
        machine=target.name,
        basis=f"{service.basis}; moved from {origin.name} by data sheet: x {factor:.2f} time, x {copies:.2g} at once",
        band=(low, high),
        shown=(),
    )


def _factors(origin: Machine, target: Machine) -> tuple[tuple[float, float], float]:
    """Return the two ends of the factor on the time, and how many times as many requests fit at once."""
    before, after = origin.accelerator, target.accelerator
    if before is None or after is None:
        return (1.0, 1.0), target.vcpus / origin.vcpus
    sheets = [(chip.memory_gb_per_second, chip.bf16_tflops) for chip in (before, after)]
    (old_bandwidth, old_flops), (new_bandwidth, new_flops) = sheets
    if not (old_bandwidth and new_bandwidth and old_flops and new_flops):
        raise LookupError(f"{target.name}: no data sheet of {before.name} or {after.name} is known; measure it there")
    copies = target.accelerator_count / origin.accelerator_count
    return (old_bandwidth / new_bandwidth, old_flops / new_flops), copies
