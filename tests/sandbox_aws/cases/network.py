"""Stories of networks."""

from __future__ import annotations

from tests.sandbox_aws.cases.case import RETAGGED, Case, Inputs, policy, tagged
from tests.sandbox_aws.world import World


def _nat(world: World) -> Inputs:
    subnet = world.subnet()
    world.make("aws:ec2/internetGateway:InternetGateway", {"vpcId": subnet["vpcId"]})
    return {
        "subnetId": subnet["id"],
        "allocationId": world.make("aws:ec2/eip:Eip", {"domain": "vpc"})["id"],
        "tags": {"owner": "a"},
    }


def _route(world: World) -> Inputs:
    vpc = world.network()["id"]
    return {
        "routeTableId": world.make("aws:ec2/routeTable:RouteTable", {"vpcId": vpc})["id"],
        "destinationCidrBlock": "0.0.0.0/0",
        "gatewayId": world.make("aws:ec2/internetGateway:InternetGateway", {"vpcId": vpc})["id"],
    }


def _association(world: World) -> Inputs:
    subnet = world.subnet()
    table = world.make("aws:ec2/routeTable:RouteTable", {"vpcId": subnet["vpcId"]})
    return {"routeTableId": table["id"], "subnetId": subnet["id"]}


def _interface_endpoint(world: World) -> Inputs:
    group = world.group()
    subnet = world.make("aws:ec2/subnet:Subnet", {"vpcId": group["vpcId"], "cidrBlock": "10.9.1.0/24"})
    return {
        "vpcId": group["vpcId"],
        "serviceName": "com.amazonaws.us-west-2.logs",
        "vpcEndpointType": "Interface",
        "privateDnsEnabled": True,
        "subnetIds": [subnet["id"]],
        "securityGroupIds": [group["id"]],
        "tags": {"owner": "a"},
    }


def _gateway_endpoint(world: World) -> Inputs:
    vpc = world.network()["id"]
    table = world.make("aws:ec2/routeTable:RouteTable", {"vpcId": vpc})["id"]
    return {"vpcId": vpc, "serviceName": "com.amazonaws.us-west-2.s3", "routeTableIds": [table]}


def _flow_log(world: World) -> Inputs:
    group = world.make("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 14}, "flow")
    return {
        "vpcId": world.network()["id"],
        "trafficType": "ALL",
        "iamRoleArn": world.role("vpc-flow-logs.amazonaws.com")["arn"],
        "logDestination": group["arn"],
        "tags": {"owner": "a"},
    }


CASES = (
    Case(
        "aws:ec2/vpc:Vpc",
        lambda world: tagged({"cidrBlock": "10.9.0.0/16", "enableDnsHostnames": True}),
        lambda world: {"enableDnsHostnames": False, **RETAGGED},
    ),
    Case(
        "aws:ec2/subnet:Subnet",
        lambda world: tagged(
            {"vpcId": world.network()["id"], "cidrBlock": "10.9.1.0/24", "availabilityZone": "us-west-2b"}
        ),
        lambda world: {"mapPublicIpOnLaunch": True, **RETAGGED},
    ),
    Case(
        "aws:ec2/internetGateway:InternetGateway",
        lambda world: tagged({"vpcId": world.network()["id"]}),
        lambda world: {"vpcId": world.network()["id"], **RETAGGED},
    ),
    Case("aws:ec2/eip:Eip", lambda world: tagged({"domain": "vpc"}), lambda world: RETAGGED),
    Case("aws:ec2/natGateway:NatGateway", _nat, lambda world: RETAGGED),
    Case(
        "aws:ec2/routeTable:RouteTable", lambda world: tagged({"vpcId": world.network()["id"]}), lambda world: RETAGGED
    ),
    Case(
        "aws:ec2/route:Route",
        _route,
        lambda world: {
            "gatewayId": None,
            "natGatewayId": world.make("aws:ec2/natGateway:NatGateway", _nat(world))["id"],
        },
    ),
    Case("aws:ec2/routeTableAssociation:RouteTableAssociation", _association),
    Case("aws:ec2/vpcEndpoint:VpcEndpoint", _interface_endpoint, lambda world: RETAGGED),
    Case(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        _gateway_endpoint,
        lambda world: {"policy": policy("s3:GetObject"), **RETAGGED},
    ),
    Case(
        "aws:ec2/securityGroup:SecurityGroup",
        lambda world: tagged({"vpcId": world.network()["id"], "description": "model servers"}),
        lambda world: RETAGGED,
    ),
    Case(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        lambda world: tagged({"vpcId": world.network()["id"]}),
        lambda world: RETAGGED,
    ),
    Case("aws:ec2/flowLog:FlowLog", _flow_log, lambda world: RETAGGED),
    Case(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        lambda world: {
            "securityGroupId": world.group()["id"],
            "ipProtocol": "tcp",
            "fromPort": 443,
            "toPort": 443,
            "cidrIpv4": "10.9.0.0/16",
            "description": "https from inside",
        },
        lambda world: {"description": "https"},
    ),
    Case(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        lambda world: {"securityGroupId": world.group()["id"], "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"},
        lambda world: {"cidrIpv4": "10.0.0.0/8", "description": "inside"},
    ),
)
