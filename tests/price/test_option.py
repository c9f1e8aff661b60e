"""Ways of paying: the figure, and whether anybody knows it."""

import pytest

from modelhost.price.option import COMMITTED_RATIO, SPOT_RATIO, Option, rate


def test_on_demand_is_the_price_itself() -> None:
    """Nothing is assumed, and the price's source is kept."""
    found = rate(Option.ON_DEMAND, "ml.g6.xlarge", "us-west-2")
    assert found == (Option.ON_DEMAND, 1.1267, 1.0, False, True, "AWS price list of 2026-09-01")


def test_a_commitment_to_an_ec2_machine_is_known() -> None:
    """EC2's one-year reservation of the region, from the table."""
    found = rate("committed", "g5.xlarge", "eu-central-1")
    assert found is not None
    assert (found.assumed, found.sold) == (False, True)
    assert found.ratio == pytest.approx(0.63, abs=0.005)
    assert "assumed" not in found.source


@pytest.mark.parametrize(
    ("machine", "ratio", "basis"),
    [
        ("ml.g6.xlarge", 0.651, "as EC2's one-year reservation of g6.xlarge"),
        ("ml.m7i.large", COMMITTED_RATIO, "the median of EC2's one-year reservations"),
        ("m7i.large", COMMITTED_RATIO, "the median of EC2's one-year reservations"),
    ],
)
def test_a_commitment_that_nobody_lists_is_marked_as_assumed(machine: str, ratio: float, basis: str) -> None:
    """SageMaker's savings plans follow EC2's reservation of the same machine; else the median."""
    found = rate(Option.COMMITTED, machine, "us-west-2")
    assert found is not None
    assert found.assumed
    assert found.ratio == pytest.approx(ratio, abs=0.0005)
    assert f"assumed {ratio:.2f} of the price on demand, {basis}" in found.source


def test_spot_is_assumed_and_not_sold_for_endpoints() -> None:
    """A what-if on SageMaker says that nobody can buy it."""
    endpoint, own = rate("spot", "ml.g6.xlarge", "us-west-2"), rate("spot", "g6.xlarge", "us-west-2")
    assert endpoint is not None
    assert own is not None
    assert (endpoint.sold, own.sold, endpoint.assumed, own.assumed) == (False, True, True, True)
    assert own.usd_per_hour == pytest.approx(0.8048 * SPOT_RATIO)
    assert "SageMaker endpoints have no spot" in endpoint.source


def test_no_price_is_no_rate() -> None:
    """A type without a price has none in any way."""
    assert [rate(option, "ml.p5e.48xlarge", "us-west-2") for option in Option] == [None, None, None]


def test_an_unknown_option_names_the_known() -> None:
    """The message says what can be written."""
    with pytest.raises(ValueError, match="'spto' is not known; use on-demand, spot, committed"):
        rate("spto", "ml.g6.xlarge", "us-west-2")
