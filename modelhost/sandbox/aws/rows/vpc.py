"""Networks: VPC, subnets, gateways, routes, flow logs."""

from __future__ import annotations

from typing import Any

from modelhost.provider.resource import ProviderError
from modelhost.provider.table import Call, Lookup, Prop, Row, Run, Step, Wait
from modelhost.sandbox.aws.rows.tagging import ec2_tags

ARN = "arn:{partition}:ec2:{region}:{account_id}"


def _attribute(operation: str, id: str, parameter: str, property: str) -> Step:
    """EC2 sets one attribute per call."""
    call = Call(operation, {id: "{id}", parameter: {"Value": f"{{{property}}}"}}, auto=False)
    return Step((property,), call)


def _described(attribute: str) -> Call:
    return Call("describe_vpc_attribute", {"VpcId": "{id}", "Attribute": attribute})


VPC = Row(
    type="aws:ec2/vpc:Vpc",
    service="ec2",
    properties={
        "cidrBlock": Prop(replace=True, required=True),
        "instanceTenancy": Prop(default="default"),
        "enableDnsSupport": Prop(default=True, read=""),
        "enableDnsHostnames": Prop(default=False, read=""),
        "tags": Prop(),
    },
    create=Call("create_vpc"),
    id="Vpc.VpcId",
    read=Call("describe_vpcs", {"VpcIds": ["{id}"]}),
    found="Vpcs[0]",
    lookups=(
        Lookup(_described("enableDnsSupport"), {"enableDnsSupport": "EnableDnsSupport.Value"}),
        Lookup(_described("enableDnsHostnames"), {"enableDnsHostnames": "EnableDnsHostnames.Value"}),
        Lookup(
            Call("describe_route_tables", {"Filters": [{"Name": "vpc-id", "Values": ["{id}"]}]}),
            dict.fromkeys(
                ("mainRouteTableId", "defaultRouteTableId"), "RouteTables[?Associations[?Main]] | [0].RouteTableId"
            ),
        ),
        Lookup(
            Call("describe_security_groups", {"Filters": [{"Name": "vpc-id", "Values": ["{id}"]}]}),
            {"defaultSecurityGroupId": "SecurityGroups[?GroupName=='default'] | [0].GroupId"},
        ),
        Lookup(
            Call("describe_network_acls", {"Filters": [{"Name": "vpc-id", "Values": ["{id}"]}]}),
            {"defaultNetworkAclId": "NetworkAcls[?IsDefault] | [0].NetworkAclId"},
        ),
    ),
    steps=(
        _attribute("modify_vpc_attribute", "VpcId", "EnableDnsSupport", "enableDnsSupport"),
        _attribute("modify_vpc_attribute", "VpcId", "EnableDnsHostnames", "enableDnsHostnames"),
        Step(("instanceTenancy",), Call("modify_vpc_tenancy", {"VpcId": "{id}"}), at_creation=False),
    ),
    outputs={"arn": f"{ARN}:vpc/{{id}}", "ownerId": "{account_id}", "dhcpOptionsId": "DhcpOptionsId"},
    delete=(Call("delete_vpc", {"VpcId": "{id}"}),),
    tags=ec2_tags("vpc"),
    missing=("InvalidVpcID.NotFound",),
    wait=Wait("State", ready=("available",)),
)

SUBNET = Row(
    type="aws:ec2/subnet:Subnet",
    service="ec2",
    properties={
        "vpcId": Prop(replace=True, required=True),
        "cidrBlock": Prop(replace=True, required=True),
        "availabilityZone": Prop(replace=True, computed=True),
        "availabilityZoneId": Prop(replace=True, computed=True),
        "mapPublicIpOnLaunch": Prop(default=False),
        "tags": Prop(),
    },
    create=Call("create_subnet"),
    id="Subnet.SubnetId",
    read=Call("describe_subnets", {"SubnetIds": ["{id}"]}),
    found="Subnets[0]",
    steps=(_attribute("modify_subnet_attribute", "SubnetId", "MapPublicIpOnLaunch", "mapPublicIpOnLaunch"),),
    outputs={"arn": f"{ARN}:subnet/{{id}}", "ownerId": "{account_id}"},
    delete=(Call("delete_subnet", {"SubnetId": "{id}"}),),
    tags=ec2_tags("subnet"),
    missing=("InvalidSubnetID.NotFound",),
    unique=("vpcId", "cidrBlock"),
    wait=Wait("State", ready=("available",)),
)


def _detach(run: Run) -> None:
    """Detach the gateway from whatever network it is on."""
    found = run.find() or {}
    for attachment in found.get("Attachments", ()):
        run.client().detach_internet_gateway(InternetGatewayId=run.scope.id, VpcId=attachment["VpcId"])


def _move(run: Run) -> None:
    """Attach the gateway to the wanted network only."""
    _detach(run)
    run.call(Call("attach_internet_gateway", {"InternetGatewayId": "{id}", "VpcId": "{vpcId}"}))


INTERNET_GATEWAY = Row(
    type="aws:ec2/internetGateway:InternetGateway",
    service="ec2",
    properties={"vpcId": Prop(computed=True, read="Attachments[0].VpcId"), "tags": Prop()},
    create=Call("create_internet_gateway"),
    id="InternetGateway.InternetGatewayId",
    read=Call("describe_internet_gateways", {"InternetGatewayIds": ["{id}"]}),
    found="InternetGateways[0]",
    steps=(Step(("vpcId",), _move, unset=_detach),),
    outputs={"arn": f"{ARN}:internet-gateway/{{id}}", "ownerId": "{account_id}"},
    delete=(_detach, Call("delete_internet_gateway", {"InternetGatewayId": "{id}"})),
    tags=ec2_tags("internet-gateway"),
    missing=("InvalidInternetGatewayID.NotFound", "Gateway.NotAttached"),
)

ELASTIC_IP = Row(
    type="aws:ec2/eip:Eip",
    service="ec2",
    properties={"domain": Prop(replace=True, computed=True), "tags": Prop()},
    create=Call("allocate_address"),
    id="AllocationId",
    read=Call("describe_addresses", {"AllocationIds": ["{id}"]}),
    found="Addresses[0]",
    outputs={"allocationId": "{id}", "publicIp": "PublicIp", "arn": f"{ARN}:elastic-ip/{{id}}"},
    delete=(Call("release_address", {"AllocationId": "{id}"}),),
    tags=ec2_tags("elastic-ip"),
    missing=("InvalidAllocationID.NotFound", "InvalidAddress.NotFound"),
)

NAT_GATEWAY = Row(
    type="aws:ec2/natGateway:NatGateway",
    service="ec2",
    properties={
        "subnetId": Prop(replace=True),
        "allocationId": Prop(replace=True, read="NatGatewayAddresses[0].AllocationId"),
        "connectivityType": Prop(replace=True, default="public"),
        "privateIp": Prop(replace=True, computed=True, api="PrivateIpAddress", read="NatGatewayAddresses[0].PrivateIp"),
        "tags": Prop(),
    },
    create=Call("create_nat_gateway"),
    id="NatGateway.NatGatewayId",
    read=Call("describe_nat_gateways", {"NatGatewayIds": ["{id}"]}),
    found="NatGateways[0]",
    outputs={
        "publicIp": "NatGatewayAddresses[0].PublicIp",
        "networkInterfaceId": "NatGatewayAddresses[0].NetworkInterfaceId",
    },
    delete=(Call("delete_nat_gateway", {"NatGatewayId": "{id}"}),),
    tags=ec2_tags("natgateway"),
    missing=("NatGatewayNotFound",),
    gone={"State": ("deleted",)},
    unique=("allocationId",),
    wait=Wait("State", ready=("available",), failed=("failed",), reason="FailureMessage"),
    wait_gone=True,
)


def _create_flow_log(run: Run) -> Any:
    """CreateFlowLogs reports refusals inside a successful answer."""
    answer = run.call(CREATE_FLOW_LOG, list(run.row.properties), ec2_tags("vpc-flow-log").create)
    for refused in answer.get("Unsuccessful", ()):
        raise ProviderError(f"CreateFlowLogs: {refused['Error']['Code']}: {refused['Error']['Message']}")
    return answer


CREATE_FLOW_LOG = Call("create_flow_logs", {"ResourceIds": ["{vpcId}"], "ResourceType": "VPC"})

FLOW_LOG = Row(
    type="aws:ec2/flowLog:FlowLog",
    service="ec2",
    properties={
        "vpcId": Prop(replace=True, required=True, read="ResourceId"),
        "trafficType": Prop(replace=True),
        "iamRoleArn": Prop(replace=True, api="DeliverLogsPermissionArn"),
        "logDestination": Prop(replace=True, computed=True),
        "logDestinationType": Prop(replace=True, default="cloud-watch-logs"),
        "logFormat": Prop(replace=True, computed=True),
        "maxAggregationInterval": Prop(replace=True, default=600),
        "tags": Prop(),
    },
    create=_create_flow_log,
    checks=(CREATE_FLOW_LOG,),
    id="FlowLogIds[0]",
    read=Call("describe_flow_logs", {"FlowLogIds": ["{id}"]}),
    found="FlowLogs[0]",
    outputs={"arn": f"{ARN}:vpc-flow-log/{{id}}"},
    delete=(Call("delete_flow_logs", {"FlowLogIds": ["{id}"]}),),
    tags=ec2_tags("vpc-flow-log"),
    missing=("InvalidFlowLogId.NotFound",),
)

ROWS = (VPC, SUBNET, INTERNET_GATEWAY, ELASTIC_IP, NAT_GATEWAY, FLOW_LOG)
