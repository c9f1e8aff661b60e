"""Share of a service's answers that keep the promise, by concurrency and by waiting time."""

import math
from statistics import NormalDist

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo

QUANTILES = 400
"""Equally likely works that stand for all."""


def works(work: Work) -> Floats:
    """Return (QUANTILES,) equally likely times of a lone request, in seconds."""
    places = (np.arange(QUANTILES) + 0.5) / QUANTILES
    match work.shape:
        case Shape.CONSTANT:
            return np.full(QUANTILES, work.mean_seconds)
        case Shape.EXPONENTIAL:
            exponential: Floats = -np.log1p(-places) * work.mean_seconds
            return exponential
        case Shape.LOGNORMAL:
            sigma = math.sqrt(math.log1p(work.cv**2))
            normal = np.array([NormalDist().inv_cdf(place) for place in places])
            lognormal: Floats = np.exp(normal * sigma - sigma**2 / 2) * work.mean_seconds
            return lognormal
    if work.quantiles_seconds is None:
        raise ValueError("empirical work has no quantiles; give quantiles_seconds")
    return np.interp(places, np.linspace(0.0, 1.0, len(work.quantiles_seconds)), work.quantiles_seconds)


def mean_seconds(work: Work) -> float:
    """Return the mean time of a lone request."""
    if work.shape is Shape.EMPIRICAL and work.quantiles_seconds is not None:
        values = work.quantiles_seconds
        return float((values[1:] + values[:-1]).mean() / 2)
    return work.mean_seconds


def variation(work: Work) -> float:
    """Return standard deviation over mean of the time of a lone request."""
    match work.shape:
        case Shape.CONSTANT:
            return 0.0
        case Shape.EXPONENTIAL:
            return 1.0
        case Shape.LOGNORMAL:
            return work.cv
    sample = works(work)
    return float(sample.std() / sample.mean())


def slack(service: Service, slo: Slo, at_once: int) -> Floats:
    """Return (QUANTILES,) longest waits in seconds with which each request still keeps the promise; below 0: none.

    *at_once* is how many requests the replica computes with it. A caller who gives up earlier counts as a miss.
    """
    times = works(service.work) * service.slowdown[at_once - 1]
    allowed: Floats = slo.timeout_ms / 1_000 - times
    if slo.latency_ms is not None:
        allowed = np.minimum(allowed, slo.latency_ms / 1_000 - times)
    if slo.ttft_ms is not None and service.first_seconds is not None:
        allowed = np.minimum(allowed, slo.ttft_ms / 1_000 - service.first_seconds[at_once - 1])
    if slo.itl_ms is not None and service.token_seconds is not None:
        fast = service.token_seconds[at_once - 1] <= slo.itl_ms / 1_000
        return allowed if fast else np.full(QUANTILES, -1.0)
    return allowed
