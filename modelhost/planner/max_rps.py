"""The highest steady rate that one replica bears within the promise."""

import numpy as np

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate

REQUESTS = 240_000
"""Requests of one trial: with 99 of 100 to be kept, their share has a standard error of 0.0002, more where
they wait for each other."""
WARM_SHARE = 0.1
"""Share of a trial that is left out, in which an empty replica fills."""
PRECISION = 0.005
"""The rate is known to this share of itself."""
FLOOR, FLOOR_REQUESTS = 0.005, 5_000
"""Share of the capacity at which a replica that does not keep the promise never does, and how long that is tried."""
LONGEST_SECONDS = 3e9
"""A trial is not longer: whole nanoseconds in 64 bits count 9.2e9 seconds."""


def max_rps(service: Service, slo: Slo, seed: int) -> float:
    """Return the highest rate per second of a Poisson process that one replica answers within *slo*; 0 for none.

    By bisection over simulated trials; every trial has the same random numbers, so the answer is a function of the
    arguments.
    """
    low, high = FLOOR * capacity(service), capacity(service)
    if not bears(low, service, slo, seed, FLOOR_REQUESTS):
        return 0.0
    while high > low * (1.0 + PRECISION):
        middle = float(np.sqrt(low * high)) if high > 2.0 * low else (low + high) / 2.0
        if bears(middle, service, slo, seed):
            low = middle
        else:
            high = middle
    return low


def capacity(service: Service) -> float:
    """Return the rate per second at which one replica is always busy, whatever its callers wait."""
    company = np.arange(1, service.slots + 1)
    return float((company / service.slowdown).max() / service.work.mean_seconds)


def bears(rate_per_second: float, service: Service, slo: Slo, seed: int, requests: int = REQUESTS) -> bool:
    """Say whether one replica answers a steady rate within *slo*."""
    seconds = min(requests / rate_per_second, LONGEST_SECONDS)
    trace = Trace("steady", None, seconds, np.array([float(round(seconds * rate_per_second))]))
    policy = Policy(Fixed(), Bounds.constant(1, 1))
    seen = simulate(trace, service, policy, Startup(0.0), slo, seed, warmup_seconds=WARM_SHARE * seconds)
    return seen.attainment >= slo.attainment
