"""Divide a VPC's addresses into one private and one public subnet per zone."""

import ipaddress
from collections.abc import Sequence
from typing import NamedTuple

ZONE_LETTERS = "abcdefgh"
SLOT_BITS = 4
LARGEST_PREFIX = 16
SMALLEST_PREFIX = 24


class ZoneSubnets(NamedTuple):
    """The two subnets of one zone."""

    zone: str
    """Name of the availability zone."""
    private_cidr: str
    """Addresses without a way in."""
    public_cidr: str
    """Addresses of NAT gateways and load balancers."""


def plan_subnets(cidr: str, zones: Sequence[str]) -> tuple[ZoneSubnets, ...]:
    """Return the subnets of *zones*.

    The VPC is cut in sixteen equal slices, eight private and eight public, and the zone's letter picks the slice:
    a zone more or less never moves the others.
    """
    vpc = ipaddress.IPv4Network(cidr)
    if not LARGEST_PREFIX <= vpc.prefixlen <= SMALLEST_PREFIX:
        raise ValueError(f"{cidr} has a /{vpc.prefixlen} prefix; use /{LARGEST_PREFIX} to /{SMALLEST_PREFIX}")
    if len(set(zones)) != len(zones):
        raise ValueError(f"zones {list(zones)} name one zone twice")
    slices = [str(each) for each in vpc.subnets(prefixlen_diff=SLOT_BITS)]
    return tuple(ZoneSubnets(zone, slices[_slot(zone)], slices[len(ZONE_LETTERS) + _slot(zone)]) for zone in zones)


def _slot(zone: str) -> int:
    """Return the place of a zone by its letter: us-west-2b is the second."""
    letter = zone[-1:]
    if letter not in ZONE_LETTERS or not zone[-2:-1].isdigit():
        raise ValueError(f"{zone!r} is not an availability zone such as us-west-2a")
    return ZONE_LETTERS.index(letter)
