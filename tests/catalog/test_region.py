"""Which machine is offered where."""

import pytest

from modelhost.catalog.machine import machine, machines
from modelhost.catalog.region import listed_somewhere, nearest, offered, regions, snapshot_date


def test_the_snapshot_knows_the_regions() -> None:
    """The table covers AWS's regions and has a day."""
    assert {"us-east-1", "us-west-2", "eu-central-1", "ap-southeast-2"} <= set(regions())
    assert snapshot_date() == "2026-11-22"


@pytest.mark.parametrize(
    ("name", "region", "there"),
    [
        ("ml.g6e.xlarge", "us-west-2", True),
        ("ml.g6e.xlarge", "eu-west-3", False),
        ("ml.m7i.large", "us-west-2", True),
        ("ml.m8g.large", "us-west-2", True),
        ("ml.g6e.xlarge", "mars-north-1", True),
    ],
)
def test_what_is_known_not_to_be_offered_is_refused(name: str, region: str, there: bool) -> None:
    """A listed type is offered where it is listed; where the snapshot has no say, nothing is refused."""
    assert offered(name, region) is there


def test_a_type_that_no_region_lists_is_not_judged() -> None:
    """The service knows types that the price list does not have yet."""
    assert not listed_somewhere("ml.m8g.large")


def test_the_nearest_has_the_same_accelerator_first() -> None:
    """Where a type is offered its neighbours are its own family's sizes."""
    assert nearest("ml.g6.xlarge", "us-west-2", 2) == ["ml.g6.2xlarge", "ml.g6.4xlarge"]


@pytest.mark.parametrize("name", machines())
def test_the_nearest_are_offered_there(name: str) -> None:
    """Whatever is asked for, the alternatives exist in the region and run the same code."""
    for other in nearest(name, "eu-west-3"):
        assert offered(other, "eu-west-3")
        assert other != name
        assert machine(other).architecture == machine(name).architecture
