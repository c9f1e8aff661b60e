"""Reference and fast path agree on the first hour of every collected trace."""

import pytest

from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.load.cut import slice_seconds
from modelhost.planner.load.gap import filled
from modelhost.planner.load.read import read
from modelhost.planner.load.scale import scaled
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service, Work
from tests.planner.data import path
from tests.planner.simulation.builder import run, same

TRACES = [
    "AzureLLMInferenceTrace_conv.csv",
    "mooncake_fast25_conversation.csv",
    "servegen_m-mid_10min.csv",
    "servegen_deepseek-r1_10min.csv",
    "twitter_2021-08_per_minute.csv",
    "nab_elb_request_count_8c0756.csv",
]
MOST = 40_000
"""Requests of an hour beyond which its rate is scaled down: the reference handles some 60,000 a second."""


def first_hour(name: str) -> Trace:
    """The first hour of a trace, gaps filled, scaled down to what the reference handles in a second."""
    hour = slice_seconds(filled(read(path(name))), 0.0, 3_600.0)
    return hour if hour.total <= MOST else scaled(hour, MOST / hour.total)


@pytest.mark.parametrize("name", TRACES)
def test_both_paths_agree_on_the_first_hour(name: str) -> None:
    """Replicas, histogram and all counts are equal, with target tracking that adds and takes away replicas."""
    trace = first_hour(name)
    rate = trace.total / trace.seconds
    tracking = TargetTracking(Metric.CONCURRENCY, 1.0, 60.0, 120.0, seconds_in=200.0)
    policy = Policy(tracking, Bounds.constant(1, 40), 3)
    served = Service("m", Work(6.0 / rate), queue_limit=50)
    settings = {"startup": Startup(45.0, 10.0), "seed": 4, "warmup_seconds": 300.0}
    fast = run(trace, served, policy, **settings)
    assert len(fast.paid) > 10
    assert same(fast, run(trace, served, policy, reference=True, **settings))
