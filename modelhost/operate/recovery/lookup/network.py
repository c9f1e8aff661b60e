"""Finding network objects, which have generated ids: by tags and by what they connect."""

from __future__ import annotations

import zlib
from typing import Any

from modelhost.operate.recovery.lookup.query import Lookup, Query, deduced

ENDED = frozenset({"deleted", "deleting", "failed"})


def ec2(operation: str, key: str, id_key: str, tagged: bool = True, **filters: str) -> Lookup:
    """Return a lookup by EC2 filters; *filters* pairs a filter, with underscores, with the input it must equal."""

    def search(query: Query) -> list[str]:
        wanted = {name.replace("_", "-"): query[source] for name, source in filters.items()}
        tags = {f"tag:{name}": value for name, value in query.tags.items()} if tagged else {}
        asked = [{"Name": name, "Values": [value]} for name, value in {**wanted, **tags}.items() if value]
        parameter = "Filter" if operation in ("describe_nat_gateways", "describe_flow_logs") else "Filters"
        objects = query.cloud.items("ec2", operation, key, **{parameter: asked})
        return [each[id_key] for each in objects if str(each.get("State", "")).lower() not in ENDED]

    return Lookup(search)


def default_group(query: Query) -> list[str]:
    """Find the security group that came with the VPC."""
    asked = [{"Name": "vpc-id", "Values": [query["vpcId"]]}, {"Name": "group-name", "Values": ["default"]}]
    groups = query.cloud.items("ec2", "describe_security_groups", "SecurityGroups", Filters=asked)
    return [group["GroupId"] for group in groups]


def association(query: Query) -> list[str]:
    """Find the association of a subnet with its route table."""
    asked = [{"Name": "association.subnet-id", "Values": [query["subnetId"]]}]
    tables = query.cloud.items("ec2", "describe_route_tables", "RouteTables", Filters=asked)
    links = [link for table in tables for link in table.get("Associations", [])]
    return [
        link["RouteTableAssociationId"]
        for link in links
        if link.get("SubnetId") == query["subnetId"] and link.get("RouteTableId") == query["routeTableId"]
    ]


def rule(egress: bool) -> Lookup:
    """Return a lookup for one rule of a security group, which is told from the others by what it allows."""

    def search(query: Query) -> list[str]:
        asked = [{"Name": "group-id", "Values": [query["securityGroupId"]]}]
        rules = query.cloud.items("ec2", "describe_security_group_rules", "SecurityGroupRules", Filters=asked)
        return [each["SecurityGroupRuleId"] for each in rules if each["IsEgress"] is egress and _allows(each, query)]

    return Lookup(search)


def _allows(live: dict[str, Any], query: Query) -> bool:
    """Tell whether the *live* rule allows what was asked for."""
    pairs = {
        "IpProtocol": query["ipProtocol"],
        "CidrIpv4": query["cidrIpv4"],
        "CidrIpv6": query["cidrIpv6"],
        "PrefixListId": query["prefixListId"],
    }
    ports = {"FromPort": query["fromPort"] or "-1", "ToPort": query["toPort"] or "-1"}
    group = (live.get("ReferencedGroupInfo") or {}).get("GroupId", "")
    same = all(str(live.get(key) or "") == value for key, value in pairs.items())
    same_ports = all(str(live.get(key, -1)) == value for key, value in ports.items())
    return same and same_ports and group == query["referencedSecurityGroupId"]


def route_id(query: Query) -> str:
    """Return the id that the AWS provider gives to a route: the table and a checksum of the destination."""
    destination = query["destinationCidrBlock"] or query["destinationIpv6CidrBlock"] or query["destinationPrefixListId"]
    return f"r-{query['routeTableId']}{zlib.crc32(destination.encode())}"


NETWORK = {
    "aws:ec2/vpc:Vpc": ec2("describe_vpcs", "Vpcs", "VpcId", cidr="cidrBlock"),
    "aws:ec2/subnet:Subnet": ec2("describe_subnets", "Subnets", "SubnetId", vpc_id="vpcId", cidr_block="cidrBlock"),
    "aws:ec2/internetGateway:InternetGateway": ec2(
        "describe_internet_gateways", "InternetGateways", "InternetGatewayId"
    ),
    "aws:ec2/eip:Eip": ec2("describe_addresses", "Addresses", "AllocationId"),
    "aws:ec2/natGateway:NatGateway": ec2("describe_nat_gateways", "NatGateways", "NatGatewayId", subnet_id="subnetId"),
    "aws:ec2/routeTable:RouteTable": ec2("describe_route_tables", "RouteTables", "RouteTableId", vpc_id="vpcId"),
    "aws:ec2/route:Route": deduced(route_id),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Lookup(association),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ec2(
        "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", vpc_id="vpcId", service_name="serviceName"
    ),
    "aws:ec2/securityGroup:SecurityGroup": ec2(
        "describe_security_groups", "SecurityGroups", "GroupId", vpc_id="vpcId", group_name="name"
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Lookup(default_group),
    "aws:ec2/flowLog:FlowLog": ec2("describe_flow_logs", "FlowLogs", "FlowLogId", resource_id="vpcId"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule(egress=False),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule(egress=True),
}
