"""A fleet that scales, token by token."""

import numpy as np
import pytest

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.batching.replay import in_service, replay, within
from modelhost.planner.batching.run import Served
from modelhost.planner.batching.step import Step
from modelhost.planner.load.trace import Requests, Trace
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.assume import assumed
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate

STEP = Step(np.concatenate([[0], np.full(512, 10**10)]), 0, 0, 16, 100_000)
"""Ten milliseconds a step, whatever is in it; 16 requests at once."""


def test_who_came_last_leaves_first() -> None:
    """1, then 3, then 1, then 2 replicas are four launches."""
    spans = in_service(np.array([0, 10, 20, 30]), np.array([1, 3, 1, 2]))
    assert (spans[:, 0] // 1_000).tolist() == [0, 10, 10, 30]
    assert (spans[1:3, 1] // 1_000).tolist() == [20, 20]


def test_each_limit_of_the_promise_counts() -> None:
    """Slow first tokens, slow tokens, slow answers and no answer at all are misses."""
    first, finish = np.array([100, 900, 100, 100, -1]) * 10**9, np.array([1_000, 1_000, 3_000, 1_000, -1]) * 10**9
    served = Served(np.zeros(5, np.int64), first, finish, np.array([11, 11, 11, 2, 5]), 0)
    assert within(served, Slo(None, ttft_ms=500, itl_ms=100)).tolist() == [True, False, False, False, False]
    assert within(served, Slo(latency_ms=2_000)).tolist() == [True, True, False, True, False]


def test_more_replicas_by_schedule_keep_the_promise() -> None:
    """A burst that one replica cannot bear is borne when a scheduled second and third come before it."""
    arrival = (np.concatenate([np.arange(0, 100, 1.0), np.arange(100, 200, 0.05)]) * 1e9).astype(np.int64)
    requests = Requests(arrival, np.full(len(arrival), 100), np.full(len(arrival), 100))
    trace = Trace("burst", None, 200.0, np.array([float(len(arrival))]), requests=requests)
    service, slo = assumed("ml.g6.xlarge", 1_000, cv=0, slots=16), Slo(latency_ms=1_500)
    attained = []
    for bounds in (Bounds.constant(1, 1), Bounds(np.array([0, 80 * 10**9]), np.array([1, 3]), np.array([1, 3]))):
        outcome = simulate(trace, service, Policy(Fixed(), bounds), Startup(5.0), slo, seed=1, warmup_seconds=0.0)
        attained.append(replay(requests, STEP, outcome, slo).attainment)
    assert attained[0] < 0.5
    assert attained[1] == pytest.approx(1.0)
