"""The network that the endpoints live in."""

from enum import StrEnum
from ipaddress import IPv4Network, ip_network

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.pattern import SECURITY_GROUP, SUBNET, VPC, shaped

LARGEST_PREFIX, SMALLEST_PREFIX = 16, 24
SLICES = 16
"""Equal parts that a VPC is cut into: a private and a public one for each of up to eight zones."""
RESERVED_ADDRESSES = 5
"""Addresses that AWS keeps in each subnet."""


class Nat(StrEnum):
    """How private subnets reach the internet."""

    NONE = "none"
    SINGLE = "single"
    PER_ZONE = "per-zone"


class ExistingNetwork(Spec):
    """A network that is already there."""

    vpc_id: str = Field(pattern=VPC)
    """Id of the VPC."""
    private_subnet_ids: list[str] = Field(min_length=2)
    """Private subnets for the endpoints, in two zones or more."""
    security_group_ids: list[str] | None = Field(default=None, min_length=1, max_length=5)
    """Security groups for the endpoints; one is made when none is given."""

    @rule("private_subnet_ids", "security_group_ids")
    def _ids_shaped(self, region: str | None) -> Findings:
        """Each id has the form of its kind."""
        yield from shaped("private_subnet_ids", self.private_subnet_ids, SUBNET)
        yield from shaped("security_group_ids", self.security_group_ids or [], SECURITY_GROUP)

    @rule("private_subnet_ids")
    def _subnets_differ(self, region: str | None) -> Findings:
        """Each subnet stands there once: two of the same are one zone."""
        for place, subnet in enumerate(self.private_subnet_ids):
            if subnet in self.private_subnet_ids[:place]:
                yield ("private_subnet_ids", place), f"{subnet} stands there twice; name a subnet of another zone"


class NetworkSpec(Spec):
    """A VPC of our own, or an existing one."""

    cidr: str = "10.20.0.0/16"
    """Addresses of the VPC, /16 to /24."""
    zones: int = Field(default=2, ge=2, le=6)
    """Availability zones to spread over."""
    nat: Nat = Field(default=Nat.NONE, strict=False)
    """NAT gateways: none, one for all zones, or one per zone."""
    flow_logs: bool = True
    """Record the network's flows in a log group."""
    interface_endpoints: bool = True
    """Reach AWS privately, without NAT."""
    existing: ExistingNetwork | None = None
    """Use this network instead of a new one."""

    @rule("cidr")
    def _cidr_valid(self, region: str | None) -> Findings:
        """The addresses are a private network of a size that AWS takes."""
        try:
            network = ip_network(self.cidr)
        except ValueError as error:
            text = str(error).removeprefix(repr(self.cidr)).strip()
            yield ("cidr",), f"{self.cidr!r} is not a network ({text}); write one such as 10.20.0.0/16"
            return
        yield from _cidr_fits(network)

    @rule("nat", "interface_endpoints", "existing")
    def _reaches_aws(self, region: str | None) -> Findings:
        """The endpoints can fetch their images and write their logs."""
        if self.existing is None and self.nat is Nat.NONE and not self.interface_endpoints:
            yield ("interface_endpoints",), "false with nat none cuts the endpoints off from AWS; set either of them"

    @property
    def addresses_per_zone(self) -> int:
        """Free addresses of one zone's private subnet."""
        return ip_network(self.cidr).num_addresses // SLICES - RESERVED_ADDRESSES


def _cidr_fits(network: object) -> Findings:
    """Yield what makes *network* unfit for a VPC."""
    if not isinstance(network, IPv4Network):
        yield ("cidr",), f"'{network}' is not an IPv4 network; write one such as 10.20.0.0/16"
        return
    if not LARGEST_PREFIX <= network.prefixlen <= SMALLEST_PREFIX:
        size = f"{network.num_addresses:,} addresses"
        yield ("cidr",), f"'{network}' has {size}; take a network between /{LARGEST_PREFIX} and /{SMALLEST_PREFIX}"
    elif not network.is_private:
        yield ("cidr",), f"'{network}' is public; take a private network, such as 10.20.0.0/16"
