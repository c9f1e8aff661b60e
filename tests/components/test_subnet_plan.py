"""The subnet plan is pure arithmetic, so its promises hold for every VPC."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.subnet_plan import ZONE_LETTERS, plan_subnets

CIDRS = st.builds(
    lambda prefix, third: str(IPv4Network((f"10.{third}.{third}.0", prefix), strict=False)),
    prefix=st.integers(16, 24),
    third=st.integers(0, 255),
)
ZONES = st.lists(st.sampled_from(ZONE_LETTERS), min_size=1, unique=True).map(
    lambda letters: [f"us-west-2{letter}" for letter in letters]
)


@given(cidr=CIDRS, zones=ZONES)
def test_subnets_lie_inside_the_vpc_and_apart(cidr, zones):
    """Every subnet is part of the VPC, and no two share an address."""
    networks = [IPv4Network(each) for _, *both in plan_subnets(cidr, zones) for each in both]
    assert all(each.subnet_of(IPv4Network(cidr)) for each in networks)
    assert not any(one.overlaps(other) for one, other in combinations(networks, 2))


@given(cidr=CIDRS, zones=ZONES)
def test_every_zone_has_one_private_and_one_public_subnet(cidr, zones):
    """The plan names the zones that it was given, in their order."""
    assert [each.zone for each in plan_subnets(cidr, zones)] == zones


@given(cidr=CIDRS, zones=ZONES)
def test_a_zone_keeps_its_subnets_whatever_the_others(cidr, zones):
    """Adding or removing a zone moves no other, so nothing is replaced."""
    whole = {each.zone: each for each in plan_subnets(cidr, [f"us-west-2{letter}" for letter in ZONE_LETTERS])}
    assert list(plan_subnets(cidr, zones)) == [whole[zone] for zone in zones]


def test_the_plan_of_the_dev_network():
    """A /16 gives /20 subnets: private ones from its start, public ones from its middle."""
    [first, second] = plan_subnets("10.20.0.0/16", ["us-west-2a", "us-west-2b"])
    assert first == ("us-west-2a", "10.20.0.0/20", "10.20.128.0/20")
    assert second == ("us-west-2b", "10.20.16.0/20", "10.20.144.0/20")


@pytest.mark.parametrize(
    ("cidr", "zones", "words"),
    [
        ("10.0.0.0/25", ["us-west-2a"], "/25 prefix"),
        ("10.0.0.0/8", ["us-west-2a"], "/8 prefix"),
        ("10.0.0.0/16", ["us-west-2a", "us-west-2a"], "twice"),
        ("10.0.0.0/16", ["us-west-2-lax-1z"], "us-west-2-lax-1z"),
        ("10.0.0.0/16", [""], "availability zone"),
    ],
)
def test_what_cannot_be_divided_is_refused(cidr, zones, words):
    """A VPC that is too large or too small and a zone that is none are named."""
    with pytest.raises(ValueError, match=words):
        plan_subnets(cidr, zones)
