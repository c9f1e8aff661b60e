"""Private ways to AWS services from inside a network."""

from __future__ import annotations

from typing import Any

from modelhost.provider.table import JSON, SET, Call, Lookup, Prop, Row, Run, Step, Wait
from modelhost.sandbox.aws.rows.tagging import ec2_tags

MEMBERS = {"SubnetIds": "subnetIds", "SecurityGroupIds": "securityGroupIds", "RouteTableIds": "routeTableIds"}


def _modify_members(run: Run) -> None:
    """ModifyVpcEndpoint takes what to add and what to remove."""
    found = run.find() or {}
    now = {
        "SubnetIds": found.get("SubnetIds", []),
        "SecurityGroupIds": [group["GroupId"] for group in found.get("Groups", [])],
        "RouteTableIds": found.get("RouteTableIds", []),
    }
    change: dict[str, Any] = {}
    for member, property in MEMBERS.items():
        wanted = run.scope(property)
        if wanted is None:
            continue
        change[f"Add{member}"] = sorted(set(wanted) - set(now[member]))
        change[f"Remove{member}"] = sorted(set(now[member]) - set(wanted))
    change = {key: value for key, value in change.items() if value}
    if change:
        run.client().modify_vpc_endpoint(VpcEndpointId=run.scope.id, **change)


VPC_ENDPOINT = Row(
    type="aws:ec2/vpcEndpoint:VpcEndpoint",
    service="ec2",
    properties={
        "vpcId": Prop(replace=True, required=True),
        "serviceName": Prop(replace=True, required=True),
        "vpcEndpointType": Prop(replace=True, default="Gateway"),
        "privateDnsEnabled": Prop(computed=True),
        "policy": Prop(codec=JSON, api="PolicyDocument", computed=True),
        "subnetIds": Prop(codec=SET, computed=True),
        "securityGroupIds": Prop(codec=SET, computed=True, read="Groups[].GroupId"),
        "routeTableIds": Prop(codec=SET, computed=True),
        "ipAddressType": Prop(computed=True),
        "tags": Prop(),
    },
    create=Call("create_vpc_endpoint"),
    id="VpcEndpoint.VpcEndpointId",
    read=Call("describe_vpc_endpoints", {"VpcEndpointIds": ["{id}"]}),
    found="VpcEndpoints[0]",
    steps=(
        Step(tuple(MEMBERS.values()), _modify_members, at_creation=False),
        Step(
            ("policy", "privateDnsEnabled", "ipAddressType"),
            Call("modify_vpc_endpoint", {"VpcEndpointId": "{id}"}),
            at_creation=False,
        ),
    ),
    lookups=(
        Lookup(
            Call(
                "describe_managed_prefix_lists",
                {"Filters": [{"Name": "prefix-list-name", "Values": ["{serviceName}"]}]},
            ),
            {"prefixListId": "PrefixLists[0].PrefixListId"},
        ),
    ),
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account_id}:vpc-endpoint/{id}",
        "ownerId": "{account_id}",
        "state": "State",
        "networkInterfaceIds": "NetworkInterfaceIds",
    },
    delete=(Call("delete_vpc_endpoints", {"VpcEndpointIds": ["{id}"]}),),
    tags=ec2_tags("vpc-endpoint"),
    missing=("InvalidVpcEndpointId.NotFound", "InvalidVpcEndpoint.NotFound"),
    gone={"State": ("deleted",)},
    wait=Wait("State", ready=("available",), failed=("failed", "rejected"), reason="LastError.Message"),
    wait_gone=True,
)

ROWS = (VPC_ENDPOINT,)
