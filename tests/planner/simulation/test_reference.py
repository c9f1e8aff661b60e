"""The fast path is the reference, only faster."""

from typing import Any

import numpy as np
import pytest

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.hpa import Hpa, Load
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.load.trace import Trace
from modelhost.planner.mishap import Mishaps, ZoneLoss
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Balancer, Bounds, Policy, Startup
from modelhost.planner.service.service import Service, Work
from modelhost.planner.service.slo import Slo
from tests.planner.simulation.builder import run, same

HOUR_NS = 3_600 * 10**9


LEAST = Balancer.LEAST_OUTSTANDING


def waves() -> Trace:
    """Two hours between 5 and 40 requests per second."""
    return Trace("waves", None, 60.0, np.round(60.0 * (22 + 18 * np.sin(np.arange(120) / 9.0))))


def tracking(balancer: Balancer) -> Policy:
    """A nervous autoscaler between bounds that the clock moves."""
    bounds = Bounds(np.array([0, HOUR_NS // 2, HOUR_NS]), np.array([2, 9, 1]), np.array([20, 40, 15]))
    autoscaler = TargetTracking(Metric.INVOCATIONS, 200.0, 60.0, 60.0, seconds_in=300.0)
    return Policy(autoscaler, bounds, 3, balancer)


TROUBLE = Mishaps(6.0, 3, (ZoneLoss(1, 2_000.0, 4_000.0), ZoneLoss(2, 5_000.0, 5_500.0)), 0.3, 45.0)


def small(slots: int) -> Service:
    """A replica whose slots slow each other down, with a short queue."""
    return Service("small", Work(0.25 * slots), np.linspace(1.0, 1.4, slots), queue_limit=12)


def both(served: Service, policy: Policy, **more: Any) -> tuple[Outcome, Outcome]:
    """The outcome of the fast path and that of the reference."""
    settings = {"startup": Startup(90.0, 30.0), "slo": Slo(latency_ms=1_500.0, timeout_ms=2_500.0), "seed": 3}
    fast = run(waves(), served, policy, warmup_seconds=1_000.0, **settings, **more)
    return fast, run(waves(), served, policy, warmup_seconds=1_000.0, reference=True, **settings, **more)


@pytest.mark.parametrize(("slots", "balancer"), [(2, each) for each in Balancer] + [(1, LEAST), (5, LEAST)])
def test_both_paths_agree_on_every_count_and_every_change(balancer: Balancer, slots: int) -> None:
    """With queues that overflow, callers that give up and replicas that drain, all is equal to the last bit."""
    fast, slow = both(small(slots), tracking(balancer))
    assert min(fast.within, fast.rejected, fast.timed_out, len(fast.paid) - 20) > 0
    assert same(fast, slow)


def test_both_paths_agree_on_how_many_slots_are_busy() -> None:
    """Where a queue empties, the last of the requests that leave free the slots: an HPA on busy slots decides alike."""
    steady = Trace("steady", None, 60.0, np.full(20, 60.0 * 40.0))
    policy = Policy(Hpa(Load.UTILIZATION, 0.5), Bounds.constant(1, 30), 2, Balancer.ROUND_ROBIN)
    fast, slow = (run(steady, small(3), policy, reference=reference) for reference in (False, True))
    assert len(fast.paid) > 10
    assert same(fast, slow)


@pytest.mark.parametrize("slots", [1, 3])
def test_both_paths_agree_when_machines_fail(slots: int) -> None:
    """Replicas taken back, zones that fail and launches that find no machine: the same requests are lost."""
    fast, slow = both(small(slots), tracking(LEAST), mishaps=TROUBLE)
    assert fast.lost > 100
    assert same(fast, slow)


def test_both_paths_agree_on_a_ladder() -> None:
    """A clock moves six replicas up and down three sizes while machines fail."""
    larger = (Service("big", Work(0.12), np.ones(2), 12), Service("huge", Work(0.06), np.ones(4), 20))
    since, size = np.array([0, 1_500, 1_560, 4_000]) * 10**9, np.array([1, 3, 2, 1])
    fast, slow = both(small(1), Policy(Fixed(), Bounds(since, size, size), 1, ladder=6), mishaps=TROUBLE, larger=larger)
    assert min(fast.size_seconds) > 0.0
    assert same(fast, slow)
