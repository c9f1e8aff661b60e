"""Service time that nobody measured: somebody's word for it, marked as such."""

import numpy as np

from modelhost.planner.service.service import Service, Shape, Work

UNMEASURED_BAND = (0.70, 1.30)
"""Factors on a service time that was never measured on that machine: at least 30 % either way (issue 5)."""


def assumed(
    machine: str, mean_ms: float, cv: float = 1.0, slots: int = 1, slowest: float = 1.0, queue_limit: int = 1_000
) -> Service:
    """Return a service whose lone request takes *mean_ms*, and *slots* of which run at once.

    A request beside `slots - 1` others takes *slowest* times as long as a lone one; between, by a straight line.
    ValueError names what cannot be.
    """
    wrong = [
        text
        for holds, text in (
            (mean_ms > 0, f"mean_ms is {mean_ms:g}; give a positive time"),
            (cv >= 0, f"cv is {cv:g}; give 0 for a constant time, 1 for an exponential one"),
            (slots >= 1, f"slots is {slots}; a replica computes at least one request at once"),
            (slowest >= 1, f"slowest is {slowest:g}; others never make a request faster than 1"),
        )
        if not holds
    ]
    if wrong:
        raise ValueError("\n".join(f"service time: {text}" for text in wrong))
    return Service(
        machine=machine,
        work=_work(mean_ms / 1_000, cv),
        slowdown=np.linspace(1.0, slowest, slots),
        queue_limit=queue_limit,
        basis=f"assumed: {mean_ms:g} ms, cv {cv:g}, {slots} at once, {slowest:g} x slower when full; never measured",
        band=UNMEASURED_BAND,
    )


def _work(seconds: float, cv: float) -> Work:
    """Return the work with the mean *seconds*, spread as *cv* says."""
    return Work(seconds, Shape.LOGNORMAL, cv) if cv else Work(seconds, Shape.CONSTANT, 0.0)
