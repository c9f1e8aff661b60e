"""What fleets of one service bear, tabulated once for all policies that are screened on it."""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.interval.answer import QUANTILES, mean_seconds, slack, variation
from modelhost.planner.interval.grid import LOADS
from modelhost.planner.interval.stationary import Chain, behind, steady
from modelhost.planner.load.arrival import CV_RANGE
from modelhost.planner.policy import Balancer
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo

__all__ = ["LOADS", "Capacity", "capacity"]

LEAST_LOADS = np.maximum(LOADS, 1e-6)
FLEETS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
"""Fleets that are tabulated; those between by straight lines, larger ones as the largest."""
STATES = 6_000
"""Most slots of a tabulated fleet; a larger one is smoother still, so that its value is a little too low."""
WAITS = 64
"""Waits at which the share that keeps the promise is tabulated."""


@dataclass(frozen=True, eq=False)
class Capacity:
    """What fleets of one service bear."""

    slots: int
    """Requests that a replica computes at once."""
    full_rate: float
    """Requests per second that a busy replica finishes."""
    queue_limit: int
    """Requests that may wait at a replica."""
    timeout_seconds: float
    """When a caller gives up."""
    spread: float
    """Waiting over that of exponential gaps and work."""
    attainment: Floats
    """(most + 1, loads) share of the requests that keep the promise, by replicas and by the load in `LOADS`."""
    excess: Floats
    """(most + 1, loads) requests in the fleet beyond what the mean flow alone needs."""
    flow: Floats
    """(loads,) requests at once on a replica that carry each load, without any randomness."""
    kept_after: Floats
    """(WAITS,) share that keeps the promise on a busy replica after a wait of 0 to `longest_wait_seconds`."""
    longest_wait_seconds: float
    """Wait after which nobody keeps the promise."""


def capacity(
    service: Service,
    slo: Slo,
    most: int,
    balancer: Balancer = Balancer.LEAST_OUTSTANDING,
    arrival_cv: float = 1.0,
) -> Capacity:
    """Return what fleets of up to *most* replicas of *service* bear.

    Random and round-robin balancing treat every replica as a fleet of its own; the others share the load evenly.
    """
    chain, heaps = _chain(service, slo), max(1.0, (min(arrival_cv, CV_RANGE[1]) ** 2 + 1) / 2)
    alone = balancer in (Balancer.RANDOM, Balancer.ROUND_ROBIN, Balancer.WEIGHTED_RANDOM)
    limit = 1 if alone else min(most, max(1, STATES // service.slots))
    fleets = [size for size in FLEETS if size < limit] + [limit]
    flow = np.interp(LOADS * chain.rates[-1], np.maximum.accumulate(chain.rates), np.arange(len(chain.rates)))
    kept, excess = zip(*(_rows(chain, size, heaps, flow) for size in fleets), strict=True)
    full = slack(service, slo, service.slots)
    longest = max(float(full.max()), 1e-6)
    waits = np.linspace(0.0, longest, WAITS)
    return Capacity(
        slots=service.slots,
        full_rate=float(chain.rates[-1]),
        queue_limit=service.queue_limit,
        timeout_seconds=slo.timeout_ms / 1_000,
        spread=chain.spread,
        attainment=_spread(np.array(kept), fleets, most),
        excess=_spread(np.array(excess), fleets, most) * _copies(most, limit),
        flow=flow,
        kept_after=np.array([(full >= wait).mean() for wait in waits]),
        longest_wait_seconds=longest,
    )


def _chain(service: Service, slo: Slo) -> Chain:
    """Return what the chain needs of *service*."""
    mean = mean_seconds(service.work)
    places = np.arange(1, service.slots + 1)
    rates = np.concatenate(([0.0], places / (mean * service.slowdown)))
    kept = np.array([(slack(service, slo, int(place)) >= 0).sum() / QUANTILES for place in places])
    varied = variation(service.work)
    spread = (1 + varied**2) / 2
    waits = behind(slack(service, slo, service.slots), float(rates[-1]), varied, service.slots)
    return Chain(rates, kept, waits, spread, service.queue_limit)


def _rows(chain: Chain, replicas: int, heaps: float, flow: Floats) -> tuple[Floats, Floats]:
    """Return attainment and excess of a fleet at each of `LOADS`.

    Requests that come in *heaps* are those of a fleet so many times smaller, each standing for so many (Hayward's
    approximation; Fredericks, Bell System Technical Journal 59, 1980); a fleet cannot be smaller than one replica, on
    which they then wait for each other.
    """
    alike = max(1, round(replicas / heaps))
    found = steady(chain._replace(spread=chain.spread * max(1.0, heaps * alike / replicas)), alike, LEAST_LOADS)
    excess = np.array([each.in_system for each in found]) - alike * flow
    return np.array([each.attainment for each in found]), np.maximum(excess, 0.0) * replicas / alike


def _spread(rows: Floats, fleets: list[int], most: int) -> Floats:
    """Return (most + 1, loads) of the tabulated *rows*, by straight lines between the *fleets*."""
    replicas = np.arange(most + 1)
    return np.array([np.interp(replicas, fleets, column) for column in rows.T]).T.copy()


def _copies(most: int, limit: int) -> Floats:
    """Return (most + 1, 1) how often the largest tabulated fleet stands in each."""
    return np.maximum(np.arange(most + 1) / limit, 1.0)[:, None]
