"""Services, traces and policies that the tests of the per-interval model share."""

import numpy as np

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service, Shape, Work

STARTUP = Startup(300.0, 60.0)


def one_at_a_time(seconds: float = 0.1) -> Service:
    """Return a replica that computes one request at a time, exponential work."""
    return Service("m", Work(seconds))


def four_at_once() -> Service:
    """Return a replica whose four slots slow each other down."""
    return Service("m", Work(0.2), slowdown=np.array([1.0, 1.2, 1.5, 2.0]))


def language_model() -> Service:
    """Return a replica with 32 slots and answers of several seconds."""
    return Service("m", Work(6.0, Shape.LOGNORMAL, cv=0.8), slowdown=np.linspace(1.0, 2.5, 32), queue_limit=100)


def fixed(count: int) -> Policy:
    """Return so many replicas, always."""
    return Policy(Fixed(), Bounds.constant(count, count), initial=count)


def tracking(metric: Metric, target: float, most: int = 30) -> Policy:
    """Return target tracking from one to *most* replicas."""
    return Policy(TargetTracking(metric, target), Bounds.constant(1, most), initial=4)


def minutes(rate: "np.typing.ArrayLike", name: str = "test") -> Trace:
    """Return a trace of so many requests per second in each minute."""
    return Trace(name, None, 60.0, np.round(np.asarray(rate) * 60.0))


def day(mean: float, seed: int = 0, hours: int = 24) -> Trace:
    """Return hours of a day with a peak of 1.7 times the *mean* rate per second, and noise."""
    time = np.arange(hours * 60)
    noise = np.exp(np.random.default_rng(seed).normal(0.0, 0.1, len(time)))
    return minutes(mean * (1 + 0.7 * np.sin(2 * np.pi * time / 1_440)) * noise)
