"""What spot does to an offer, and the stream of interruptions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from modelhost.planner.offering import paid
from modelhost.planner.policy import Startup
from modelhost.planner.question import Offer
from modelhost.planner.service.service import Service, Work
from modelhost.planner.spot import interrupted, interruptions, met_by
from modelhost.price.option import Option, Rate, rate

OFFER = Offer(Service("ml.g6.xlarge", Work(0.1)), 1.1267, Startup(525.0))
SPOT = Rate(Option.SPOT, 0.45, 0.4, True, False, "assumed 0.40 of the price on demand")


def test_an_offer_on_spot_costs_its_served_hours() -> None:
    """The starts of replacements are paid: 525 s once in 200 h."""
    found = interrupted(OFFER, SPOT)
    assert found.usd_per_hour == pytest.approx(0.45 * (1 + 525 / 3600 / 200))
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
    assert not met_by(OFFER, SPOT, 0.0).assumed
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


def test_interruptions_come_at_their_rate() -> None:
    """30 days of 20 machines at one in 10 h: 1,440 expected; ascending, within the time, dice evenly spread."""
    at_ns, dice = interruptions(0.1, 20, 30 * 86_400.0, np.random.default_rng(5))
    assert len(at_ns) == pytest.approx(1_440, abs=4 * 1_440**0.5)
    assert (np.diff(at_ns) >= 0).all()
    assert 0 <= at_ns[0] <= at_ns[-1] < 30 * 86_400 * 10**9
    assert dice.mean() == pytest.approx(0.5, abs=0.05)


def test_the_same_seed_takes_the_same_machines() -> None:
    """And without a rate nothing is taken."""
    one, other = (interruptions(0.1, 5, 1e5, np.random.default_rng(3)) for _ in range(2))
    assert (one[0] == other[0]).all()
    assert len(interruptions(0.0, 5, 1e5, np.random.default_rng(3))[0]) == 0


def test_the_offers_of_a_question_meet_interruptions() -> None:
    """`price=spot` is the price of an hour served, with the assumed rate among its words."""
    [found], ratio = paid([OFFER], "us-west-2", Option.SPOT)
    assert (ratio, found.usd_per_hour) == (None, pytest.approx(1.1267 * 0.4 * (1 + 525 / 3600 / 200)))
    assert "assumed interruption of a replica once in 200 h" in found.price_source
    [often], _ = paid([OFFER], "us-west-2", Option.SPOT, 0.5)
    assert "; interruption of a replica once in 2 h" in often.price_source
    assert often.usd_per_hour > found.usd_per_hour
