"""A model that was written apart from ours, in SimPy, says the same."""

import numpy as np
import pytest

from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load.trace import Requests, Trace
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.service.service import Service, Shape, Work
from tests.planner.simulation.builder import Startup, run
from tests.planner.simulation.simpy_model import Scaling, SimpyFleet

HOURS = 3
TARGET = 240.0


def day() -> Trace:
    """A hill of load that rises and falls within three hours."""
    random = np.random.default_rng(8)
    minutes = np.arange(60 * HOURS)
    counts = random.poisson(60.0 * (4.0 + 36.0 * np.sin(np.pi * minutes / len(minutes)) ** 4))
    placed = [np.sort(random.integers(0, 60 * SECOND_NS, count)) for count in counts]
    arrival_ns = np.concatenate([at + minute * 60 * SECOND_NS for minute, at in enumerate(placed)])
    return Trace("day", None, 60.0, counts.astype(np.float64), requests=Requests(arrival_ns))


def ours(trace: Trace) -> Outcome:
    """The same policy in our simulator, with the same constant work."""
    tracking = TargetTracking(Metric.INVOCATIONS, TARGET, lag_seconds=60.0)
    policy = Policy(tracking, Bounds.constant(2, 20), 2)
    return run(trace, Service("m", Work(0.15, Shape.CONSTANT)), policy, startup=Startup(200.0))


def theirs(trace: Trace, kind: type[SimpyFleet] = SimpyFleet) -> SimpyFleet:
    """The fleet in SimPy, after the run."""
    assert trace.requests is not None
    arrivals = trace.requests.arrival_ns / SECOND_NS
    fleet = kind(Scaling(TARGET, low=2, high=20, startup=200.0), initial=2)
    fleet.run(arrivals, np.full(len(arrivals), 0.15), trace.seconds)
    return fleet


def test_both_models_agree_on_the_replicas_and_the_latencies() -> None:
    """Replicas in service are the same in 99 of 100 seconds, and mean and 99th percentile of latency within 1 %."""
    trace = day()
    outcome, fleet = ours(trace), theirs(trace)
    seconds = np.arange(0.0, trace.seconds)
    changed, counts = np.array(fleet.counts).T
    they = counts[np.searchsorted(changed, seconds, side="right") - 1]
    assert len(counts) > 10
    assert (outcome.replicas_at(seconds) == they).mean() > 0.99
    assert outcome.mean_wait_seconds + 0.15 == pytest.approx(np.mean(fleet.latencies), rel=0.01)
    assert outcome.quantile_ms(0.99) == pytest.approx(1_000 * np.quantile(fleet.latencies, 0.99), rel=0.01)
