"""What spot does to an offer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from modelhost.planner.offering import paid
from modelhost.planner.policy import Startup
from modelhost.planner.question import Offer
from modelhost.planner.service.service import Service, Work
from modelhost.planner.spot import interrupted, met_by
from modelhost.price.option import Option, Rate, rate

OFFER = Offer(Service("ml.g6.xlarge", Work(0.1)), 1.1267, Startup(525.0))
SPOT = Rate(Option.SPOT, 0.45, 0.4, True, False, "assumed 0.40 of the price on demand")


def test_an_offer_on_spot_is_taken_back_in_replays() -> None:
    """Its price is the plain one, for replays pay the starts of replacements themselves."""
    found = interrupted(OFFER, SPOT)
    assert (found.usd_per_hour, found.interruptions_per_hour) == (0.45, 1 / 200)
    assert found.service is OFFER.service


def test_what_is_assumed_is_said() -> None:
    """Rate, lost capacity, spares, and from when on it does not pay."""
    assert interrupted(OFFER, SPOT).price_source == (
        "assumed 0.40 of the price on demand; assumed interruption of a replica once in 200 h; which takes 0.056 % of "
        "its capacity and adds 0.073 % to what is paid; 10 need 0 more to be 10 for 99 % of the time; "
        "no cheaper than on demand from 10 interruptions an hour on"
    )


def test_a_rate_that_is_given_is_not_called_assumed() -> None:
    """And one that never comes changes nothing."""
    assert not met_by(OFFER, 0.0).assumed
    never = interrupted(OFFER, SPOT, 0.0)
    assert never.usd_per_hour == SPOT.usd_per_hour
    assert "; interruption of a replica never" in never.price_source


def test_a_start_of_no_time_never_stops_paying() -> None:
    """There is no rate from which on spot is dearer."""
    instant = replace(OFFER, startup=Startup(0.0))
    assert "no cheaper" not in interrupted(instant, SPOT).price_source


def test_the_price_list_knows_the_option() -> None:
    """SageMaker sells none, so the words say what-if."""
    listed = rate("spot", "ml.g6.xlarge", "us-west-2")
    assert listed is not None
    assert "what-if" in interrupted(OFFER, listed).price_source


def test_the_offers_of_a_question_meet_interruptions() -> None:
    """`price=spot` has its own price, with the assumed rate among its words."""
    [found], ratio = paid([OFFER], "us-west-2", Option.SPOT)
    assert (ratio, found.usd_per_hour) == (None, pytest.approx(1.1267 * 0.4))
    assert "assumed interruption of a replica once in 200 h" in found.price_source
    [often], _ = paid([OFFER], "us-west-2", Option.SPOT, 0.5)
    assert "; interruption of a replica once in 2 h" in often.price_source
    assert often.interruptions_per_hour == 0.5
