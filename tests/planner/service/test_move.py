"""A service is moved between machines by what their data sheets say, with a band that admits ignorance."""

import pytest

from modelhost.catalog import machine
from modelhost.planner.service.assume import assumed
from modelhost.planner.service.curve import measured
from modelhost.planner.service.move import moved
from modelhost.planner.service.point import Point


def test_twice_the_cores_bear_twice_the_requests() -> None:
    """A request is as fast as before, and the k-th meets what the k/2-th met."""
    service = measured([Point(1, 80), Point(4, 80), Point(8, 160)], "ml.m5.xlarge")
    larger = moved(service, machine("ml.m5.xlarge"), machine("ml.m5.2xlarge"))
    assert larger.work.mean_seconds == service.work.mean_seconds
    assert (larger.slots, larger.slowdown[7], larger.slowdown[15]) == pytest.approx((16, 1.0, 2.0))


def test_what_was_never_measured_has_a_band_of_30_percent_at_least() -> None:
    """A move widens the band of a measured service."""
    service = measured([Point(1, 80), Point(4, 90)], "ml.m5.xlarge")
    low, high = moved(service, machine("ml.m5.xlarge"), machine("ml.m5.large")).band
    assert low <= 0.7 * service.band[0]
    assert high >= 1.3 * service.band[1]


def test_an_accelerator_scales_between_bandwidth_and_arithmetic() -> None:
    """From an L4 to an A10G bandwidth doubles and arithmetic falls: the band holds both ends."""
    service = assumed("ml.g6.xlarge", 100, slots=4)
    origin, target = machine("ml.g6.xlarge"), machine("ml.g5.xlarge")
    other = moved(service, origin, target)
    assert origin.accelerator is not None
    assert target.accelerator is not None
    ends = [
        (origin.accelerator.memory_gb_per_second or 0) / (target.accelerator.memory_gb_per_second or 1),
        (origin.accelerator.bf16_tflops or 0) / (target.accelerator.bf16_tflops or 1),
    ]
    factor = other.work.mean_seconds / service.work.mean_seconds
    assert factor == pytest.approx((ends[0] * ends[1]) ** 0.5)
    assert factor * other.band[0] <= min(ends)
    assert factor * other.band[1] >= max(ends)


def test_the_same_machine_changes_nothing() -> None:
    """A service stays what it was measured to be."""
    service = assumed("ml.m5.xlarge", 100)
    assert moved(service, machine("ml.m5.xlarge"), machine("ml.m5.xlarge")) is service


def test_no_way_leads_from_a_core_to_a_gpu() -> None:
    """Nothing tells how a CPU's service runs on a GPU, so it is to be measured."""
    with pytest.raises(LookupError, match=r"ml.g6.xlarge: nothing tells .* measure it there"):
        moved(assumed("ml.m5.xlarge", 100), machine("ml.m5.xlarge"), machine("ml.g6.xlarge"))
