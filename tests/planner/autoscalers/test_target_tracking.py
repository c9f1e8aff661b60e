"""Target tracking acts when AWS documents that it does."""

import pytest

from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from tests.planner.autoscalers.driver import Driver

MINUTE = 6
"""Ticks of a minute."""


def per_minute(**changes: object) -> TargetTracking:
    """Return tracking of 600 invocations per minute, seen at once."""
    return TargetTracking(Metric.INVOCATIONS, **{"target": 600.0, "lag_seconds": 0.0} | changes)  # type: ignore[arg-type]


def at_once(**changes: object) -> TargetTracking:
    """Return tracking of 4 requests at once, seen at once."""
    return TargetTracking(Metric.CONCURRENCY, **{"target": 4.0, "lag_seconds": 0.0} | changes)  # type: ignore[arg-type]


def test_three_minutes_above_the_target_scale_out_by_what_the_load_needs() -> None:
    """Three datapoints of a minute raise the alarm; the count becomes load over target, rounded up."""
    assert Driver(per_minute()).run([250.0] * 3 * MINUTE).changes() == [(180, 3)]


def test_two_minutes_above_the_target_are_not_enough() -> None:
    """A burst shorter than three datapoints is not seen."""
    assert Driver(per_minute()).run([250.0] * 2 * MINUTE + [50.0] * 5 * MINUTE).changes() == []


def test_the_lag_of_the_metric_delays_the_decision() -> None:
    """A datapoint counts when it is published, not when its minute ends."""
    assert Driver(per_minute(lag_seconds=70.0)).run([250.0] * 6 * MINUTE).changes() == [(250, 3)]


def test_fifteen_minutes_below_nine_tenths_scale_in() -> None:
    """The other alarm needs fifteen datapoints below 90 % of the target."""
    assert Driver(per_minute(), replicas=4).run([170.0] * 20 * MINUTE).changes() == [(900, 2)]


def test_between_nine_tenths_and_the_target_nothing_happens() -> None:
    """No alarm watches that band."""
    assert Driver(per_minute(), replicas=2).run([190.0] * 30 * MINUTE).changes() == []


def test_ten_second_metric_scales_out_after_three_datapoints_of_ten_seconds() -> None:
    """The high-resolution alarm needs half a minute."""
    assert Driver(at_once()).run([0.0] * 6, [9.0] * 6).changes() == [(30, 3)]


def test_ten_second_metric_scales_in_no_sooner_than_the_other() -> None:
    """Ninety datapoints of ten seconds are fifteen minutes as well."""
    assert Driver(at_once(), replicas=3).run([0.0] * 100, [3.0] * 100).changes() == [(900, 1)]


def test_ten_second_metric_is_seen_five_times_sooner_lag_included() -> None:
    """With each metric's own lag the alarm comes at 40 s instead of 240 s."""
    slow = Driver(TargetTracking(Metric.INVOCATIONS, 600.0)).run([250.0] * 60)
    fast = Driver(TargetTracking(Metric.CONCURRENCY, 4.0)).run([0.0] * 60, [9.0] * 60)
    assert (slow.changes()[0][0], fast.changes()[0][0]) == (240, 40)


def test_starting_replicas_do_not_lower_the_metric() -> None:
    """While replicas start, those in service bear all; the count asked for stays what the load needs."""
    assert Driver(per_minute(), start_ticks=60).run([250.0] * 9 * MINUTE).changes() == [(180, 3)]


def test_a_cooldown_lets_the_excess_through() -> None:
    """A larger load during the cooldown of 300 s adds what exceeds the first step, a minute after it is seen."""
    fleet = Driver(per_minute(), start_ticks=60).run([250.0] * 3 * MINUTE + [450.0] * MINUTE)
    assert fleet.changes() == [(180, 3), (240, 5)]


def test_counting_starting_replicas_overshoots_once_the_cooldown_ends() -> None:
    """If the multiplied count had those that start, a start longer than the cooldown would launch too many."""
    policy = per_minute(capacity_counts_starting=True)
    assert Driver(policy, start_ticks=60).run([250.0] * 9 * MINUTE).changes() == [(180, 3), (480, 8)]


def test_an_endpoint_that_updates_takes_no_further_scale_out() -> None:
    """If a scale-out fails while replicas start, the excess waits for them."""
    policy = per_minute(waits_for_starting=True)
    fleet = Driver(policy, start_ticks=30).run([250.0] * 3 * MINUTE + [450.0] * 6 * MINUTE)
    assert fleet.changes() == [(180, 3), (540, 5)]


def test_a_scale_in_cooldown_blocks_the_next_scale_in() -> None:
    """The alarm stays on, and acts again when the cooldown is over."""
    fleet = Driver(per_minute(), replicas=9).run([500.0] * 15 * MINUTE + [100.0] * 10 * MINUTE)
    assert fleet.changes() == [(900, 5), (1200, 1)]


def test_a_scale_out_ends_the_cooldown_of_a_scale_in() -> None:
    """After a scale-out the next scale-in waits for its alarm only, here shorter than the cooldown."""
    policy = per_minute(scale_in_cooldown_seconds=3_000.0, seconds_in=300.0)
    fleet = Driver(policy, replicas=4).run([170.0] * 5 * MINUTE + [500.0] * 3 * MINUTE + [50.0] * 6 * MINUTE)
    assert fleet.changes() == [(300, 2), (480, 5), (780, 1)]


def test_no_traffic_scales_in_where_zero_is_reported() -> None:
    """SageMaker reports 0 for a minute without requests, so the alarm sees it."""
    assert Driver(per_minute(), replicas=3, low=1).run([0.0] * 20 * MINUTE).changes() == [(900, 1)]


def test_missing_data_causes_no_action() -> None:
    """Without datapoints neither alarm is raised, however long."""
    assert Driver(per_minute(zero_reported=False), replicas=3, low=1).run([0.0] * 60 * MINUTE).changes() == []


def test_nothing_in_service_reports_nothing() -> None:
    """Target tracking cannot leave zero: there is no replica to divide by."""
    assert Driver(per_minute(), replicas=0).run([250.0] * 20 * MINUTE).changes() == []


def test_scale_in_may_be_left_out() -> None:
    """DisableScaleIn keeps what was added."""
    assert Driver(per_minute(scale_in=False), replicas=4).run([10.0] * 30 * MINUTE).changes() == []


def test_a_limited_scale_in_goes_step_by_step() -> None:
    """With at most one replica per step, the cooldown spaces the steps."""
    policy = per_minute(largest_step_in=1)
    assert Driver(policy, replicas=4).run([170.0] * 21 * MINUTE).changes() == [(900, 3), (1200, 2)]


def test_bounds_hold_for_every_decision() -> None:
    """No decision leaves the fewest and the most replicas."""
    assert Driver(per_minute(), low=1, high=2).run([900.0] * 5 * MINUTE).wanted[-1] == 2


def test_a_raised_alarm_acts_once_a_minute() -> None:
    """An alarm of ten-second datapoints that stays on acts a minute later again, not ten seconds later."""
    loads = [9.0] * 3 + [17.0] * 9
    assert Driver(at_once(), start_ticks=60).run([0.0] * 12, loads).changes() == [(30, 3), (90, 5)]


@pytest.mark.parametrize("changes", [{"target": 0.0}, {"target": float("nan")}, {"lag_seconds": 7_200.0}])
def test_numbers_that_mean_nothing_are_refused(changes: dict[str, float]) -> None:
    """A target of 0 and a lag of hours are mistakes, and named."""
    with pytest.raises(ValueError, match=r"target|lag_seconds"):
        per_minute(**changes)
