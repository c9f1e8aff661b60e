"""Prices out of the price list."""

from __future__ import annotations

import pytest

from modelhost.operate.catalog_refresh.price_row import ec2_prices, hosting_prices
from tests.operate.catalog_refresh.aws import hosting, plain, product


def test_a_hosting_machine_has_its_price() -> None:
    """By its instance name, among products of other components."""
    products = [hosting("ml.g6.xlarge", "1.1267"), hosting("ml.g6.xlarge", "1.0", component="Training")]
    assert hosting_prices(products) == {"ml.g6.xlarge": 1.1267}


@pytest.mark.parametrize(
    "other",
    [
        plain("g6.xlarge", "9", operatingSystem="Windows"),
        plain("g6.xlarge", "9", tenancy="Dedicated"),
        plain("g6.xlarge", "9", preInstalledSw="SQL Std"),
        plain("g6.xlarge", "9", capacitystatus="AllocatedCapacityReservation"),
        plain("g6.xlarge", "9", marketoption="CapacityBlock"),
        plain("g6.xlarge", "0.0000000000"),
        product({"instanceType": "g6.xlarge", "operatingSystem": "Linux"}, unit="Quantity"),
        plain("../../etc", "9"),
        '{"product": {}}',
        '{"terms": {"OnDemand": {}}}',
    ],
)
def test_what_is_no_plain_linux_machine_is_left_out(other: str) -> None:
    """Other software, other hosts, reservations and products without an hourly price."""
    assert ec2_prices([plain("g6.xlarge", "0.8048", marketoption="OnDemand"), other]) == {"g6.xlarge": 0.8048}
