"""EC2's own machine types, beside SageMaker's."""

from __future__ import annotations

import pytest

from modelhost.catalog.machine import ec2_machines, machine, machines
from modelhost.catalog.price import ec2_price, hourly_price, reserved_ratio, usd_per_hour
from modelhost.catalog.region import nearest, offered


def test_the_two_services_have_names_of_their_own() -> None:
    """`ml.` tells them apart, and the facts of both are the same machine's."""
    assert all(not name.startswith("ml.") for name in ec2_machines())
    assert len(ec2_machines()) > 1_300
    both = [name for name in machines() if name.removeprefix("ml.") in ec2_machines()]
    assert [machine(name)[1:] for name in both] == [machine(name.removeprefix("ml."))[1:] for name in both]
    found = machine("p5.48xlarge")
    assert (found.family, found.sagemaker, found.text) == ("p5", False, "192 cores, 2048 GiB, 8 x H100")


@pytest.mark.parametrize(
    ("name", "region", "usd", "source"),
    [
        ("g6.xlarge", "us-east-1", 0.8048, "EC2 price of 2026-07-20 in us-east-1"),
        ("g6.xlarge", "eu-central-1", 1.0064, "EC2 price of 2026-01-21"),
        ("m7i.large", "eu-west-1", 0.1008, "EC2 price of 2026-07-20 in us-east-1"),
    ],
)
def test_ec2_has_prices_of_its_own(name: str, region: str, usd: float, source: str) -> None:
    """Without SageMaker's ratio."""
    found = hourly_price(name, region)
    assert found is not None
    assert (found.usd, found.source) == (usd, source)


def test_an_ec2_price_of_another_region_says_so() -> None:
    """Where none is known for the region itself; a type without any has none."""
    found = hourly_price("m7i.large", "eu-west-1")
    assert found is not None
    assert found.note == "price of us-east-1; none is known for eu-west-1"
    assert usd_per_hour("p5e.48xlarge", "us-east-1") is None
    assert ec2_price("nope.large", "us-east-1") is None


def test_a_years_reservation_is_known_for_some() -> None:
    """Of the region, else of another one."""
    assert reserved_ratio("g5.xlarge", "us-west-2") == pytest.approx(0.63, abs=0.005)
    assert reserved_ratio("g5.xlarge", "mars-north-1") == pytest.approx(0.63, abs=0.005)
    assert reserved_ratio("m7i.large", "us-west-2") is None


@pytest.mark.parametrize(
    ("name", "region", "there"),
    [
        ("g6e.xlarge", "us-west-2", True),
        ("g6e.xlarge", "eu-west-3", False),
        ("m7i.large", "eu-west-3", True),
        ("g6e.xlarge", "mars-north-1", True),
    ],
)
def test_machines_with_accelerators_are_known_by_region(name: str, region: str, there: bool) -> None:
    """By the regions that list a price; nothing says where plain machines are, so nothing is refused."""
    assert offered(name, region) is there


def test_the_nearest_of_ec2_are_ec2s() -> None:
    """Same accelerator first; one that no region lists is not proposed."""
    assert nearest("g6e.xlarge", "eu-west-3") == ["g6.2xlarge", "g6.xlarge", "g4dn.2xlarge"]
    assert all(other in ec2_machines() for other in nearest("m7i.large", "us-west-2"))
