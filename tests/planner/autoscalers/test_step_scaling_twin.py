"""The compiled step scaling decides as the plain one does."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.planner.autoscalers.autoscaler import SAMPLES, Sample
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.step_alarm import stepping
from modelhost.planner.autoscalers.step_scaling import Step, StepPolicy, StepScaling, Way
from tests.planner.autoscalers.plain_step_scaling import PlainStepScaling

STEPS = st.lists(st.sampled_from([0.0, 1.0, 5.0, 30.0]), min_size=1, max_size=4, unique=True).flatmap(
    lambda edges: st.tuples(*(st.builds(Step, st.just(edge), st.integers(-40, 60)) for edge in sorted(edges)))
)
POLICIES = st.builds(
    StepPolicy,
    metric=st.sampled_from(Metric),
    threshold=st.sampled_from([0.5, 3.0, 20.0]),
    steps=STEPS,
    rising=st.booleans(),
    way=st.sampled_from(Way),
    periods=st.integers(1, 3),
    period_seconds=st.sampled_from([None, 30.0]),
    cooldown_seconds=st.sampled_from([0.0, 60.0, 300.0]),
    lag_seconds=st.sampled_from([None, 0.0, 25.0]),
    zero_reported=st.booleans(),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(policies=st.lists(POLICIES, min_size=1, max_size=3), seed=st.integers(0, 1_000), quiet=st.floats(0.0, 0.6))
def test_compiled_and_plain_decide_alike(policies: list[StepPolicy], seed: int, quiet: float) -> None:
    """On random loads, with replicas that come, go and are all gone, every decision is the same."""
    random, scaling = np.random.default_rng(seed), StepScaling(tuple(policies))
    plain, parameters, state = PlainStepScaling(scaling), scaling.parameters(), scaling.state()
    wanted, load = 2, 10.0
    for tick in range(1, 150):
        load = max(0.0, load + random.normal(0, 8)) if tick % 20 else float(random.choice([0.0, 5.0, 200.0]))
        sample = np.zeros(SAMPLES)
        sample[Sample.NOW_SECONDS] = tick * 10.0
        sample[Sample.ARRIVALS] = 0.0 if random.random() < quiet else round(load)
        sample[Sample.CONCURRENCY] = 0.0 if random.random() < quiet else load / 7
        sample[Sample.CONCURRENCY_PEAK], sample[Sample.BUSY] = load / 3, min(1.0, load / 100)
        sample[Sample.SERVING] = sample[Sample.WANTED] = wanted
        sample[Sample.REFUSED] = sample[Sample.ARRIVALS] if wanted == 0 else 0.0
        decided = stepping(parameters, state, sample)
        assert decided == plain.decide(sample), tick
        wanted = min(max(decided, 0), 20)
