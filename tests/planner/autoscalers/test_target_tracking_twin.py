"""The compiled target tracking decides as the plain one does."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.planner.autoscalers.autoscaler import SAMPLES, Sample
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.autoscalers.tracking_alarm import track
from tests.planner.autoscalers.plain_target_tracking import PlainTargetTracking

POLICIES = st.builds(
    TargetTracking,
    metric=st.sampled_from([Metric.INVOCATIONS, Metric.CONCURRENCY]),
    target=st.sampled_from([0.5, 3.0, 60.0, 100.0]),
    scale_out_cooldown_seconds=st.sampled_from([0.0, 60.0, 300.0]),
    scale_in_cooldown_seconds=st.sampled_from([0.0, 60.0, 300.0]),
    scale_in=st.booleans(),
    points_out=st.integers(1, 3),
    seconds_in=st.sampled_from([60.0, 120.0, 900.0]),
    lag_seconds=st.sampled_from([None, 0.0, 10.0, 35.0, 130.0]),
    zero_reported=st.booleans(),
    capacity_counts_starting=st.booleans(),
    waits_for_starting=st.booleans(),
    largest_step_in=st.integers(0, 2),
    action_seconds=st.sampled_from([10.0, 60.0]),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(policy=POLICIES, seed=st.integers(0, 1_000), quiet=st.floats(0.0, 0.6))
def test_compiled_and_plain_decide_alike(policy: TargetTracking, seed: int, quiet: float) -> None:
    """On random loads, with replicas that come and go, every decision is the same."""
    random = np.random.default_rng(seed)
    plain, parameters, state = PlainTargetTracking(policy), policy.parameters(), policy.state()
    wanted, serving, load = 2, 2, 10.0
    for tick in range(1, 200):
        load = max(0.0, load + random.normal(0, 8)) if tick % 20 else float(random.choice([0.0, 5.0, 200.0]))
        sample = np.zeros(SAMPLES)
        sample[Sample.NOW_SECONDS] = tick * 10.0
        sample[Sample.ARRIVALS] = 0.0 if random.random() < quiet else round(load)
        sample[Sample.CONCURRENCY] = 0.0 if random.random() < quiet else load / 7
        sample[Sample.SERVING], sample[Sample.STARTING] = serving, max(wanted - serving, 0)
        sample[Sample.WANTED] = wanted
        decided = track(parameters, state, sample)
        assert decided == plain.decide(sample), tick
        wanted = min(max(decided, 0), 20)
        serving = min(wanted, serving + int(random.random() < 0.1)) if wanted > serving else wanted
