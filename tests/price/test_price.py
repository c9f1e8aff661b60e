"""What things cost in a month of 730 hours."""

import pytest

from modelhost.catalog.service import unit_source
from modelhost.price.fixed import alarms, interface_endpoints, kms_keys, nat_gateways
from modelhost.price.line import Line
from modelhost.price.machine import replicas


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (nat_gateways(2), Line("NAT gateways", 73.0, "2 x 0.05 USD/h with a public address")),
        (interface_endpoints(7, 2), Line("interface endpoints", 102.2, "7 services x 2 zones x 0.01 USD/h")),
        (kms_keys(2), Line("KMS keys", 2.0, "2 x 1 USD/month")),
        (alarms(10, 1), Line("alarms", 1.2, "9 x 0.1 and 1 x 0.3 USD/month")),
    ],
)
def test_a_line_says_how_its_figure_comes_about(line: Line, expected: Line) -> None:
    """Count times unit price, both in the text, with the date and the source of the price."""
    assert line == expected._replace(basis=f"{expected.basis}, {unit_source()}")


def test_replicas_cost_their_hours() -> None:
    """A month of two and a half machines, with the price's provenance."""
    basis = "2.5 x ml.g6.xlarge at 1.1267 USD/h, AWS price list of 2026-09-01"
    assert replicas("chat", "ml.g6.xlarge", "us-west-2", 2.5) == Line("chat", 2056.23, basis)


def test_doubts_about_a_price_stand_in_the_line() -> None:
    """A price that is not of the region says so."""
    line = replicas("x", "ml.m7i.large", "eu-west-1", 1)
    assert line is not None
    assert "price of us-east-1; none is known for eu-west-1" in line.basis


def test_no_price_is_no_line() -> None:
    """What is not known is not summed."""
    assert replicas("x", "ml.p5e.48xlarge", "us-west-2", 1) is None
