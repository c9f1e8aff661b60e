"""The fast path is the reference, only faster."""

import numpy as np
import pytest

from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Balancer, Bounds, Policy, Startup
from modelhost.planner.service.service import Service, Work
from modelhost.planner.service.slo import Slo
from tests.planner.simulation.builder import run, same

HOUR_NS = 3_600 * 10**9


def waves() -> Trace:
    """Two hours between 5 and 40 requests per second."""
    return Trace("waves", None, 60.0, np.round(60.0 * (22 + 18 * np.sin(np.arange(120) / 9.0))))


def tracking(balancer: Balancer) -> Policy:
    """A nervous autoscaler between bounds that the clock moves."""
    bounds = Bounds(np.array([0, HOUR_NS // 2, HOUR_NS]), np.array([2, 9, 1]), np.array([20, 40, 15]))
    autoscaler = TargetTracking(Metric.INVOCATIONS, 200.0, 60.0, 60.0, seconds_in=300.0)
    return Policy(autoscaler, bounds, 3, balancer)


@pytest.mark.parametrize("slots", [1, 2, 5])
@pytest.mark.parametrize("balancer", Balancer)
def test_both_paths_agree_on_every_count_and_every_change(balancer: Balancer, slots: int) -> None:
    """With queues that overflow, callers that give up and replicas that drain, all is equal to the last bit."""
    served = Service("m", Work(0.25 * slots), np.linspace(1.0, 1.4, slots), queue_limit=12)
    settings = {"startup": Startup(90.0, 30.0), "slo": Slo(latency_ms=1_500.0, timeout_ms=2_500.0), "seed": 3}
    fast = run(waves(), served, tracking(balancer), warmup_seconds=1_000.0, **settings)
    slow = run(waves(), served, tracking(balancer), warmup_seconds=1_000.0, reference=True, **settings)
    assert min(fast.within, fast.rejected, fast.timed_out, len(fast.paid) - 20) > 0
    assert same(fast, slow)
