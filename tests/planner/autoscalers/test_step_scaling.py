"""Step scaling changes the count as AWS documents it."""

import pytest

from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.step_scaling import Step, StepPolicy, StepScaling, Way
from tests.planner.autoscalers.driver import Driver

MINUTE = 6


def policy(*steps: Step, **changes: object) -> StepScaling:
    """Return one policy on 600 invocations per minute and replica, seen at once."""
    values = {"metric": Metric.INVOCATIONS, "threshold": 600.0, "lag_seconds": 0.0, "periods": 1} | changes
    return StepScaling((StepPolicy(steps=steps, **values),))  # type: ignore[arg-type]


OUT = (Step(0.0, 1), Step(300.0, 2), Step(900.0, 4))


@pytest.mark.parametrize(("per_minute", "added"), [(630, 1), (890, 1), (900, 2), (1_490, 2), (1_500, 4), (9_000, 4)])
def test_the_step_is_that_of_the_distance(per_minute: int, added: int) -> None:
    """The lower end of a step belongs to it, the last step has no upper end."""
    assert Driver(policy(*OUT), replicas=1).run([per_minute / 6] * MINUTE).changes() == [(60, 1 + added)]


def test_at_the_threshold_nothing_happens() -> None:
    """The alarm is above the threshold, not on it."""
    assert Driver(policy(*OUT)).run([100.0] * 20 * MINUTE).changes() == []


def test_so_many_periods_in_a_row_are_needed() -> None:
    """With three periods, two are not enough, and a calm one begins anew."""
    loads = [200.0] * 2 * MINUTE + [50.0] * MINUTE + [200.0] * 3 * MINUTE
    assert Driver(policy(*OUT, periods=3)).run(loads).changes() == [(360, 3)]


def test_a_cooldown_adds_the_excess_of_a_larger_step_only() -> None:
    """One replica came for the smaller step; the larger asks for four more than there were before it."""
    fleet = Driver(policy(*OUT), start_ticks=60).run([110.0] * MINUTE + [300.0] * 2 * MINUTE)
    assert fleet.changes() == [(60, 2), (120, 5)]


def test_after_the_cooldown_the_step_is_added_again() -> None:
    """The alarm stays on, and acts when the cooldown is over."""
    fleet = Driver(policy(*OUT, cooldown_seconds=120.0), start_ticks=60).run([110.0] * 5 * MINUTE)
    assert fleet.changes() == [(60, 2), (180, 3), (300, 4)]


@pytest.mark.parametrize(("per_cent", "before", "after"), [(10, 4, 5), (50, 5, 7), (25, 10, 12)])
def test_per_cent_is_rounded_towards_the_present_but_at_least_one(per_cent: int, before: int, after: int) -> None:
    """0.4 becomes 1, and 2.5 becomes 2."""
    steps = policy(Step(0.0, per_cent), way=Way.PERCENT)
    assert Driver(steps, replicas=before).run([before * 110.0] * MINUTE).changes() == [(60, after)]


def test_per_cent_below_zero_takes_away() -> None:
    """A third of ten is three, taken away."""
    steps = policy(Step(0.0, -33), way=Way.PERCENT, rising=False)
    assert Driver(steps, replicas=10).run([10.0] * MINUTE).changes() == [(60, 7)]


def test_an_exact_step_sets_the_count() -> None:
    """The count is what the step says, whatever it was."""
    assert Driver(policy(Step(0.0, 9), way=Way.EXACT), replicas=2).run([300.0] * MINUTE).changes() == [(60, 9)]


def test_scale_in_waits_for_its_cooldown_and_scale_out_does_not() -> None:
    """A second scale-in waits 300 s after the first; a scale-out between them does not."""
    back = StepPolicy(Metric.INVOCATIONS, 300.0, (Step(0.0, -1),), rising=False, periods=1, lag_seconds=0.0)
    out = StepPolicy(Metric.INVOCATIONS, 600.0, (Step(0.0, 2),), periods=1, lag_seconds=0.0)
    fleet = Driver(StepScaling((out, back)), replicas=5).run([10.0] * 2 * MINUTE + [900.0] * MINUTE)
    assert fleet.changes() == [(60, 4), (180, 6)]
    assert Driver(StepScaling((back,)), replicas=5).run([10.0] * 7 * MINUTE).changes() == [(60, 4), (360, 3)]


def test_the_largest_count_of_several_policies_is_taken() -> None:
    """Two policies that ask at once do not add up."""
    policies = (*policy(Step(0.0, 1)).policies, *policy(Step(0.0, 3)).policies)
    assert Driver(StepScaling(policies)).run([200.0] * MINUTE).changes() == [(60, 4)]


def test_too_many_steps_are_refused() -> None:
    """AWS takes twenty."""
    with pytest.raises(ValueError, match="steps: 21"):
        policy(*(Step(float(place), 1) for place in range(21))).parameters()
