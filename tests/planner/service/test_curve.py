"""What was measured is what the service says, it never falls, and it is not continued far."""

import numpy as np
import pytest

from modelhost.catalog import machine
from modelhost.planner.service.curve import fitted, measured
from modelhost.planner.service.move import moved
from modelhost.planner.service.point import Point

LOAD_TEST = [Point(1, 80), Point(2, 82), Point(4, 100), Point(8, 200)]


def test_each_measured_point_is_met_exactly_when_they_rise() -> None:
    """A rising measurement is its own curve: predicted equals observed at every point."""
    assert [row["error"] for row in fitted(LOAD_TEST).rows()] == pytest.approx([0, 0, 0, 0])


def test_the_service_has_the_measured_time_at_each_number_at_once() -> None:
    """Work times slowdown is the measured latency, and there are as many slots as were measured at once."""
    service = measured(LOAD_TEST, "ml.m5.xlarge")
    assert service.slots == 8
    assert service.work.mean_seconds * service.slowdown[[0, 1, 3, 7]] == pytest.approx([0.080, 0.082, 0.100, 0.200])


def test_predicted_beside_observed_comes_along() -> None:
    """The service carries what the report shows for each point; one moved elsewhere was not measured there."""
    service = measured([Point(1, 90), Point(2, 80)], "ml.m5.xlarge")
    assert service.shown == ((1, 90, pytest.approx(85)), (2, 80, pytest.approx(85)))
    assert moved(service, machine("ml.m5.xlarge"), machine("ml.m5.large")).shown == ()


def test_a_curve_never_falls() -> None:
    """Noise that says two requests are faster than one is pooled."""
    service = measured([Point(1, 90), Point(2, 80), Point(3, 120)], "ml.m5.xlarge")
    assert list(service.slowdown) == pytest.approx([1.0, 1.0, 120 / 85])


def test_beyond_the_last_point_throughput_does_not_grow() -> None:
    """A curve continued by half claims no more requests per second than were measured."""
    service = measured(LOAD_TEST, "ml.m5.xlarge", slots=12)
    rates = np.arange(1, 13) / (service.work.mean_seconds * service.slowdown)
    assert rates[7:].max() <= rates[7] + 1e-9


def test_a_curve_is_not_continued_far() -> None:
    """Twice what was measured is refused, with what to do."""
    with pytest.raises(ValueError, match="16 requests at once are far beyond the 8 that were measured; measure up"):
        measured(LOAD_TEST, "ml.m5.xlarge", slots=16)


def test_before_the_first_point_a_lone_request_takes_at_least_its_share() -> None:
    """A test that began at 4 callers says nothing about one, except that it takes at least a quarter."""
    service = measured([Point(4, 400), Point(8, 1_200)], "ml.m5.xlarge")
    assert service.work.mean_seconds == pytest.approx(0.100)


def test_a_window_finds_the_others_already_there() -> None:
    """Callers that come on their own find the mean number at once, so they start as one more."""
    assert Point(3, 100, window=True).at_once == 4
    assert Point(3, 100).at_once == 3


@pytest.mark.parametrize(
    "point", [Point(1, p50_ms=100, p99_ms=320.4), Point(1, 113.3, p99_ms=320.4), Point(1, 113.3, p50_ms=100)]
)
def test_any_two_of_mean_median_and_p99_tell_the_spread(point: Point) -> None:
    """A lognormal of sigma 0.5 is recognised from each pair, and its mean restored."""
    assert point.sigma == pytest.approx(0.5, abs=0.005)
    assert point.latency_ms == pytest.approx(113.3, abs=0.2)


def test_an_unknown_spread_is_assumed_and_said() -> None:
    """Means alone leave the spread open: the service takes an exponential's, and its basis says so."""
    service = measured(LOAD_TEST, "ml.m5.xlarge")
    assert service.work.cv == 1.0
    assert "spread assumed" in service.basis


def test_scatter_widens_the_band() -> None:
    """Points that disagree by 30 % leave a band wider than a clean measurement's 10 %."""
    clean = measured(LOAD_TEST, "ml.m5.xlarge").band
    noisy = measured([Point(1, 80), Point(1, 104), Point(2, 90), Point(2, 125)], "ml.m5.xlarge").band
    assert clean == pytest.approx((np.exp(-0.1), np.exp(0.1)))
    assert noisy[0] < clean[0]
    assert noisy[1] > clean[1]


def test_token_times_come_along() -> None:
    """A load test with token times gives the arrays that the token promise needs."""
    service = measured([Point(1, 900, ttft_ms=30, itl_ms=9), Point(4, 990, ttft_ms=60, itl_ms=10)], "ml.g5.xlarge")
    assert service.first_seconds == pytest.approx(np.array([0.03, 0.04, 0.05, 0.06]))
    assert service.token_seconds == pytest.approx(np.array([0.009, 0.028 / 3, 0.029 / 3, 0.010]))


def test_no_latency_is_said() -> None:
    """Points without any latency are refused."""
    with pytest.raises(ValueError, match="no point has a latency; give"):
        fitted([Point(1)])
