"""What saturates first when the load grows: raise it until the promise breaks, then lift one limit at a time."""

from dataclasses import replace
from typing import NamedTuple

from modelhost.planner.load.scale import scaled
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate

MOST_FACTOR = 16.0
"""Highest multiple of the load that is tried."""
PRECISION = 0.02
"""The multiple is known to this share of itself."""
LIFTED = 10
"""How many times as high a limit is when it is lifted."""


class Fleet(NamedTuple):
    """What is loaded."""

    service: Service
    """One replica."""
    policy: Policy
    """Their number."""
    startup: Startup
    """How long each takes to serve."""


class Saturation(NamedTuple):
    """Where the promise breaks, and why."""

    factor: float
    """Highest multiple of the load that keeps the promise; 0 when the load as it is breaks it."""
    what: str
    """What has run out just above it; empty when nothing has up to `MOST_FACTOR`."""
    attainment: float
    """Share that keeps the promise just above it."""
    without: dict[str, float]
    """That share with each limit lifted alone."""


def saturation(
    trace: Trace, fleet: Fleet, slo: Slo, seed: int, warmup_seconds: float = 3_600.0, most: float = MOST_FACTOR
) -> Saturation:
    """Return at which multiple of *trace*, up to *most*, *fleet* breaks *slo*, and whose lifting helps most."""

    def kept(factor: float, loaded: Fleet = fleet) -> Outcome:
        load = trace if factor == 1.0 else scaled(trace, factor)
        return simulate(load, *loaded, slo, seed, warmup_seconds)

    if kept(most).attainment >= slo.attainment:
        return Saturation(most, "", kept(most).attainment, {})
    low, high = (1.0, most) if kept(1.0).attainment >= slo.attainment else (0.0, 1.0)
    while low and high > low * (1.0 + PRECISION):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if kept(middle).attainment >= slo.attainment else (low, middle)
    broken = kept(high).attainment
    without = {name: kept(high, loaded).attainment for name, loaded in lifted(fleet).items()}
    what = max(without, key=lambda name: without[name])
    return Saturation(low, what if without[what] > broken else "the time of a single request", broken, without)


def lifted(fleet: Fleet) -> dict[str, Fleet]:
    """Return the fleet with each of its limits lifted alone, by the limit's name."""
    service, policy, startup = fleet
    bounds, most = policy.bounds, int(policy.bounds.high.max())
    fixed = bool((bounds.low == bounds.high).all())
    more = Bounds(bounds.from_ns, bounds.low * (LIFTED if fixed else 1), bounds.high * LIFTED)
    count = replace(policy, bounds=more, initial=policy.initial * (LIFTED if fixed else 1))
    found = {
        f"the count of {most} replicas" if fixed else f"the limit of {most} replicas": Fleet(service, count, startup),
        f"the queue of {service.queue_limit} requests": Fleet(
            replace(service, queue_limit=service.queue_limit * LIFTED), policy, startup
        ),
    }
    if not (fixed and len(bounds.low) == 1):
        found[f"the start-up of {startup.mean_seconds:g} s"] = Fleet(service, policy, Startup(0.0))
    if not fixed:
        floor = Bounds(bounds.from_ns, bounds.high, bounds.high)
        ahead = replace(policy, bounds=floor, initial=int(bounds.high[0]))
        found["how late the autoscaler acts"] = Fleet(service, ahead, startup)
    return found
