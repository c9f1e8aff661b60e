"""Copies go to zero when nobody asks, and come back when somebody does."""

from modelhost.planner.autoscalers.scale_to_zero import ScaleToZero
from tests.planner.autoscalers.driver import Driver

MINUTE = 6


def test_an_idle_copy_goes_when_its_alarm_has_seen_fifteen_idle_minutes() -> None:
    """Ninety datapoints of ten seconds, each seen ten seconds late."""
    fleet = Driver(ScaleToZero(4.0)).run([0.0] * 20 * MINUTE, [0.0] * 20 * MINUTE)
    assert fleet.changes() == [(910, 0)]


def test_the_measured_eleven_minutes_can_be_said() -> None:
    """Who trusts the measurement more than the alarm writes 660 s."""
    fleet = Driver(ScaleToZero(4.0, idle_seconds=660.0)).run([0.0] * 20 * MINUTE, [0.0] * 20 * MINUTE)
    assert fleet.changes() == [(670, 0)]


def test_one_refused_request_wakes_a_copy_within_a_period() -> None:
    """The alarm needs one failure in a period of a minute, seen ten seconds later: 67 s were measured at most."""
    asleep = Driver(ScaleToZero(4.0), replicas=0)
    fleet = asleep.run([0.0] * 2).run([1.0], refused=1.0).run([0.0] * 10)
    assert fleet.changes() == [(70, 1)]


def test_aws_own_sample_needs_two_failures() -> None:
    """GreaterThanThreshold 1 does not wake on the first request."""
    asleep = Driver(ScaleToZero(4.0, wake_failures=2.0), replicas=0)
    assert asleep.run([1.0], refused=1.0).run([0.0] * 12).changes() == []
    assert asleep.run([2.0], refused=2.0).run([0.0] * 12).wanted[-1] == 1


def test_nobody_asks_nobody_wakes() -> None:
    """Missing failures are no failures."""
    assert Driver(ScaleToZero(4.0), replicas=0).run([0.0] * 60 * MINUTE).changes() == []


def test_failures_while_one_starts_wake_no_second_within_the_cooldown() -> None:
    """Refused requests of the same minute are answered by the copy that already starts."""
    asleep = Driver(ScaleToZero(4.0, wake_cooldown_seconds=600.0), replicas=0, start_ticks=50)
    assert asleep.run([5.0] * 48, refused=5.0).changes() == [(70, 1)]


def test_awake_it_tracks_its_target() -> None:
    """With nine requests at once and a target of four, three copies are wanted."""
    assert Driver(ScaleToZero(4.0)).run([0.0] * 6, [9.0] * 6).changes() == [(40, 3)]
