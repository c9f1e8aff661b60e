"""VPC endpoints that change while they stand."""

from __future__ import annotations

from typing import Any

from tests.cloud.embedded import Sandbox, unique
from tests.cloud.test_network import refused, subnet, vpc

SERVICE = "com.amazonaws.us-west-2"


def shown(cloud: Sandbox, identity: str) -> dict[str, Any]:
    """Describe an endpoint."""
    return dict(cloud.client("ec2").describe_vpc_endpoints(VpcEndpointIds=[identity])["VpcEndpoints"][0])


def groups(cloud: Sandbox, network: str) -> list[str]:
    """Create two security groups."""
    names = unique("first"), unique("second")
    ec2 = cloud.client("ec2")
    return [ec2.create_security_group(GroupName=one, Description=one, VpcId=network)["GroupId"] for one in names]


def test_an_endpoint_takes_private_names_and_other_groups(cloud: Sandbox) -> None:
    """Private names come where the network resolves names, and one group is exchanged for another."""
    ec2, network = cloud.client("ec2"), vpc(cloud)
    first, second = groups(cloud, network)
    made = ec2.create_vpc_endpoint(
        VpcId=network,
        ServiceName=f"{SERVICE}.sagemaker.runtime",
        VpcEndpointType="Interface",
        SubnetIds=[subnet(cloud, network)],
        SecurityGroupIds=[first],
        PrivateDnsEnabled=False,
    )
    identity = made["VpcEndpoint"]["VpcEndpointId"]
    wanted = {"VpcEndpointId": identity, "PrivateDnsEnabled": True}
    refused("InvalidParameter", ec2.modify_vpc_endpoint, **wanted)
    refused("InvalidGroup.NotFound", ec2.modify_vpc_endpoint, VpcEndpointId=identity, AddSecurityGroupIds=["sg-0"])
    ec2.modify_vpc_attribute(VpcId=network, EnableDnsHostnames={"Value": True})
    ec2.modify_vpc_endpoint(**wanted, AddSecurityGroupIds=[second], RemoveSecurityGroupIds=[first])
    found = shown(cloud, identity)
    assert (found["PrivateDnsEnabled"], [one["GroupId"] for one in found["Groups"]]) == (True, [second])
    ec2.modify_vpc_endpoint(VpcEndpointId=identity, PrivateDnsEnabled=False)
    assert shown(cloud, identity)["PrivateDnsEnabled"] is False


def test_a_gateway_endpoint_takes_another_route_table(cloud: Sandbox) -> None:
    """The table that joins has the route, and the endpoint can go afterwards."""
    ec2, network = cloud.client("ec2"), vpc(cloud)
    first, second = (ec2.create_route_table(VpcId=network)["RouteTable"]["RouteTableId"] for _ in range(2))
    made = ec2.create_vpc_endpoint(VpcId=network, ServiceName=f"{SERVICE}.s3", RouteTableIds=[first])
    identity = made["VpcEndpoint"]["VpcEndpointId"]
    ec2.modify_vpc_endpoint(VpcEndpointId=identity, AddRouteTableIds=[second], RemoveRouteTableIds=[first])
    tables = ec2.describe_route_tables(RouteTableIds=[first, second])["RouteTables"]
    through = [one["RouteTableId"] for one in tables for route in one["Routes"] if route.get("GatewayId") == identity]
    assert (through, shown(cloud, identity)["RouteTableIds"]) == ([second], [second])
    ec2.delete_vpc_endpoints(VpcEndpointIds=[identity])
