"""What saturates first when the load grows: raise it until the promise breaks, then lift one limit at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service

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


Kept = Callable[[float, Fleet], float]
"""Returns the share that keeps the promise at a multiple of the load, for a fleet."""


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


def narrowed(
    kept: Kept, fleet: Fleet, target: float, between: tuple[float, float], precision: float, times: int = LIFTED
) -> Saturation:
    """Return where *between* a multiple that keeps *target* and one that breaks it *fleet* breaks, and what helps most.

    The lower one is 0 where the load as it is breaks it.
    """
    low, high = between
    while low and high > low * (1.0 + precision):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if kept(middle, fleet) >= target else (low, middle)
    broken = kept(high, fleet)
    without = {name: kept(high, loaded) for name, loaded in lifted(fleet, times).items()}
    what = max(without, key=lambda name: without[name])
    return Saturation(low, what if without[what] > broken else "the time of a single request", broken, without)


def lifted(fleet: Fleet, times: int = LIFTED) -> dict[str, Fleet]:
    """Return the fleet with each of its limits *times* as high, alone, by the limit's name."""
    service, policy, startup = fleet
    bounds, most = policy.bounds, int(policy.bounds.high.max())
    fixed = bool((bounds.low == bounds.high).all())
    more = Bounds(bounds.from_ns, bounds.low * (times if fixed else 1), bounds.high * times)
    count = replace(policy, bounds=more, initial=policy.initial * (times if fixed else 1))
    replicas = f"{most} replica{'s' if most > 1 else ''}"
    found = {
        f"the count of {replicas}" if fixed else f"the limit of {replicas}": Fleet(service, count, startup),
        f"the queue of {service.queue_limit} requests": Fleet(
            replace(service, queue_limit=service.queue_limit * times), policy, startup
        ),
        f"the {service.slots} at once that a replica computes": Fleet(roomier(service, times), policy, startup),
    }
    if not (fixed and len(bounds.low) == 1):
        found[f"the start-up of {startup.mean_seconds:g} s"] = Fleet(service, policy, Startup(0.0))
    if not fixed:
        floor = Bounds(bounds.from_ns, bounds.high, bounds.high)
        ahead = replace(policy, bounds=floor, initial=int(bounds.high[0]))
        found["how late the autoscaler acts"] = Fleet(service, ahead, startup)
    return found


def roomier(service: Service, times: int) -> Service:
    """Return *service* with *times* as many requests at once, each further one slowing all as the last one does.

    Where nothing tells how that is, a replica finishes no more of them: it shares itself among several.
    """
    slots = service.slots * times

    def longer(times_of: Floats) -> Floats:
        known = len(times_of) > 1 and times_of[-1] > times_of[-2]
        step = times_of[-1] - times_of[-2] if known else times_of[-1] / len(times_of)
        return np.concatenate([times_of, times_of[-1] + step * np.arange(1, slots - len(times_of) + 1)])

    return replace(
        service,
        slowdown=longer(service.slowdown),
        first_seconds=None if service.first_seconds is None else longer(service.first_seconds),
        token_seconds=None if service.token_seconds is None else longer(service.token_seconds),
    )
