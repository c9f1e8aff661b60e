"""What interruptions of spot machines cost."""

import math

import pytest

from modelhost.price.interruption import assumed_rate_per_hour, break_even_per_hour, effect
from modelhost.price.option import Option, Rate, rate
from modelhost.price.request import usd_per_million

SPOT = Rate(Option.SPOT, 0.4, 0.4, True, True, "")


def test_without_interruptions_spot_is_its_price() -> None:
    """A rate of zero takes nothing away."""
    found = effect(500, 0.0)
    assert (found.available_share, found.paid_share) == (1.0, 1.0)
    assert found.spare(40) == 0


def test_the_notice_hides_a_short_start() -> None:
    """A replacement that starts within the two minutes' notice leaves no gap, but its start is paid."""
    found = effect(120, 1.0)
    assert found.available_share == 1.0
    assert found.paid_share == pytest.approx(1 + 120 / 3600)


def test_a_long_start_leaves_a_gap() -> None:
    """Two interruptions an hour with eight minutes to serve again, two of them announced: 12 of 72 minutes lost."""
    found = effect(480, 2.0)
    assert found.available_share == pytest.approx(60 / 72)
    assert found.paid_share == pytest.approx(76 / 60)


def test_spares_keep_the_fleet_whole() -> None:
    """The count of replicas down is Poisson; its 99th percentile is kept beside the fleet."""
    found = effect(480, 2.0)
    assert found.spare(10) == 6
    assert found.spare(10, confidence=0.5) == 2


def test_from_some_rate_on_spot_is_no_cheaper() -> None:
    """At the break-even an hour of service costs what it costs on demand."""
    rate_per_hour = break_even_per_hour(SPOT, 480)
    assert SPOT.usd_per_hour * effect(480, rate_per_hour).paid_share == pytest.approx(1.0)
    assert break_even_per_hour(SPOT, 0) == math.inf


def test_accelerators_are_taken_back_more_often() -> None:
    """The assumed rates differ by kind of machine; an unknown type counts as a plain one."""
    assert assumed_rate_per_hour("g6.xlarge") > assumed_rate_per_hour("m7i.large") == assumed_rate_per_hour("x.y")


@pytest.mark.parametrize("value", [-1.0, math.nan, math.inf])
def test_an_impossible_rate_is_refused(value: float) -> None:
    """The message names the value."""
    with pytest.raises(ValueError, match=r"spot: a rate of .* is not possible"):
        effect(300, value)


def test_a_spot_rate_can_be_asked_for() -> None:
    """The price option and its interruptions fit together."""
    paid = rate("spot", "g6.xlarge", "us-west-2")
    assert paid is not None
    found = effect(525, assumed_rate_per_hour("g6.xlarge"))
    assert (found.assumed, 0.999 < found.available_share < 1) == (True, True)


def test_requests_cost_their_share_of_the_hour() -> None:
    """A million requests at 100 a second take 2.8 hours."""
    assert usd_per_million(3.6, 100.0) == pytest.approx(10.0)
    assert usd_per_million(3.6, 0.0) == math.inf
