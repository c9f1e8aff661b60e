"""The network that the endpoints live in."""

from enum import StrEnum

from modelhost.spec.base import Spec


class Nat(StrEnum):
    """How private subnets reach the internet."""

    NONE = "none"
    SINGLE = "single"
    PER_ZONE = "per-zone"


class ExistingNetwork(Spec):
    """A network that is already there."""

    vpc_id: str
    """Id of the VPC."""
    private_subnet_ids: list[str]
    """Private subnets for the endpoints, in two zones or more."""
    security_group_ids: list[str] | None = None
    """Security groups for the endpoints; one is made when none is given."""


class NetworkSpec(Spec):
    """A VPC of our own, or an existing one."""

    cidr: str = "10.20.0.0/16"
    """Addresses of the VPC, /16 to /24."""
    zones: int = 2
    """Availability zones to spread over."""
    nat: Nat = Nat.NONE
    """NAT gateways: none, one for all zones, or one per zone."""
    flow_logs: bool = True
    """Record the network's flows in a log group."""
    interface_endpoints: bool = True
    """Reach AWS privately, without NAT."""
    existing: ExistingNetwork | None = None
    """Use this network instead of a new one."""
