"""Public and private subnets of every zone, their route tables, and NAT as configured."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.subnet_plan import plan_subnets
from modelhost.spec.network import Nat

ANYWHERE = "0.0.0.0/0"


class ZonalSubnetsArgs(TypedDict):
    """What the subnets need."""

    vpc_id: pulumi.Input[str]
    """VPC to divide."""
    cidr: str
    """Addresses of the VPC."""
    zones: Sequence[str]
    """Names of the availability zones."""
    nat: Nat
    """NAT gateways: none, one for all zones, or one per zone."""


class ZonalSubnets(pulumi.ComponentResource):
    """Subnets keyed by zone; a zone more or less, or another NAT, leaves the others as they are."""

    private_subnet_ids: list[pulumi.Output[str]]
    """Private subnets, in the order of the zones."""
    public_subnet_ids: list[pulumi.Output[str]]
    """Public subnets, in the order of the zones."""
    private_route_table_ids: list[pulumi.Output[str]]
    """Route tables of the private subnets."""

    def __init__(self, name: str, args: ZonalSubnetsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        zones = sorted(args["zones"])
        super().__init__("modelhost:index:ZonalSubnets", name, {"zones": zones, "nat": args["nat"]}, opts)
        child = pulumi.ResourceOptions(parent=self)
        vpc_id = args["vpc_id"]

        gateway = aws.ec2.InternetGateway(name, vpc_id=vpc_id, tags={"Name": name}, opts=child)
        public_table = aws.ec2.RouteTable(f"{name}-public", vpc_id=vpc_id, tags={"Name": f"{name}-public"}, opts=child)
        internet = aws.ec2.Route(
            f"{name}-public-internet",
            route_table_id=public_table.id,
            destination_cidr_block=ANYWHERE,
            gateway_id=gateway.id,
            opts=child,
        )
        private: dict[str, aws.ec2.Subnet] = {}
        public: dict[str, aws.ec2.Subnet] = {}
        tables: dict[str, aws.ec2.RouteTable] = {}
        for zone, private_cidr, public_cidr in plan_subnets(args["cidr"], zones):
            public[zone] = self._subnet(f"{name}-public-{zone}", vpc_id, zone, public_cidr, public_table.id)
            # A table per zone, even without NAT, so that a change of NAT renames and replaces nothing.
            zone_name = f"{name}-private-{zone}"
            tables[zone] = aws.ec2.RouteTable(zone_name, vpc_id=vpc_id, tags={"Name": zone_name}, opts=child)
            private[zone] = self._subnet(zone_name, vpc_id, zone, private_cidr, tables[zone].id)
        for zone, nat in self._nat(name, args["nat"], public, internet).items():
            aws.ec2.Route(
                f"{name}-private-{zone}-nat",
                route_table_id=tables[zone].id,
                destination_cidr_block=ANYWHERE,
                nat_gateway_id=nat.id,
                opts=child,
            )

        self.private_subnet_ids = [private[zone].id for zone in zones]
        self.public_subnet_ids = [public[zone].id for zone in zones]
        self.private_route_table_ids = [tables[zone].id for zone in zones]
        self.register_outputs(
            {"private_subnet_ids": self.private_subnet_ids, "public_subnet_ids": self.public_subnet_ids}
        )

    def _subnet(
        self, name: str, vpc_id: pulumi.Input[str], zone: str, cidr: str, table_id: pulumi.Output[str]
    ) -> "aws.ec2.Subnet":
        """Make one subnet that gives no public addresses, and tie it to its route table."""
        child = pulumi.ResourceOptions(parent=self)
        subnet = aws.ec2.Subnet(
            name,
            vpc_id=vpc_id,
            availability_zone=zone,
            cidr_block=cidr,
            map_public_ip_on_launch=False,
            tags={"Name": name},
            opts=child,
        )
        aws.ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table_id, opts=child)
        return subnet

    def _nat(
        self, name: str, nat: Nat, public: "dict[str, aws.ec2.Subnet]", internet: "aws.ec2.Route"
    ) -> "dict[str, aws.ec2.NatGateway]":
        """Make the NAT gateways, and return the one that each zone uses."""
        homes = {Nat.NONE: [], Nat.SINGLE: list(public)[:1], Nat.PER_ZONE: list(public)}[nat]
        gateways: dict[str, aws.ec2.NatGateway] = {}
        for zone in homes:
            nat_name = f"{name}-nat-{zone}"
            tags = {"Name": nat_name}
            # AWS refuses an address, and later the internet gateway's deletion, out of this order.
            after_internet = pulumi.ResourceOptions(parent=self, depends_on=[internet])
            address = aws.ec2.Eip(nat_name, domain="vpc", tags=tags, opts=after_internet)
            gateways[zone] = aws.ec2.NatGateway(
                nat_name,
                subnet_id=public[zone].id,
                allocation_id=address.allocation_id,
                tags=tags,
                opts=after_internet,
            )
        return {zone: gateways.get(zone, gateways[homes[0]]) for zone in public} if homes else {}
