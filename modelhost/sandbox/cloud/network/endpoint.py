"""VPC endpoints that change in full, and are gone once deleted; moto forgets private names and keeps the deleted."""

from __future__ import annotations

import json
from typing import Any

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.network.check import backend, needs_dns

LISTS = {"subnets": "SubnetIds", "route_tables": "RouteTableIds", "security_groups": "SecurityGroupIds"}
NO_GROUP = "The security group '{group}' does not exist"


def modify(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Change the policy, the members and the private names of an endpoint."""
    ec2, params = backend(call), call.params
    identity = params["VpcEndpointId"]
    (endpoint,) = ec2.describe_vpc_endpoints([identity])
    if params.get("PrivateDnsEnabled"):
        needs_dns(ec2.vpcs.get(endpoint.vpc_id))
    for group in params.get("AddSecurityGroupIds", []):
        if ec2.get_security_group_from_id(group) is None:
            raise RefusalError("InvalidGroup.NotFound", NO_GROUP.format(group=group), 400)
    added = {f"add_{name}": params.get(f"Add{member}", []) for name, member in LISTS.items()}
    removed = {f"remove_{name}": params.get(f"Remove{member}", []) for name, member in LISTS.items()}
    ec2.modify_vpc_endpoint(identity, params.get("PolicyDocument"), **added, **removed)
    if params.get("ResetPolicy"):
        endpoint.policy_document = json.dumps(endpoint.DEFAULT_POLICY)
    endpoint.private_dns_enabled = params.get("PrivateDnsEnabled", endpoint.private_dns_enabled)
    _route(ec2, endpoint, added["add_route_tables"], removed["remove_route_tables"])
    return {"Return": True}


def _route(ec2: Any, endpoint: Any, added: list[str], removed: list[str]) -> None:
    target = endpoint.destination_prefix_list_id
    if target is None:
        return
    for table in added:
        ec2.create_route(table, None, gateway_id=endpoint.id, destination_prefix_list_id=target)
    for table in removed:
        ec2.delete_route(table, target)


def delete(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Delete VPC endpoints with their interfaces and routes."""
    ec2 = backend(call)
    known = [identity for identity in call.params["VpcEndpointIds"] if identity in ec2.vpc_end_points]
    for identity in known:
        endpoint = ec2.vpc_end_points[identity]
        endpoint.vpc_endpoint_type = endpoint.vpc_endpoint_type or "Gateway"
        endpoint.route_table_ids = [one for one in endpoint.route_table_ids or [] if one in ec2.route_tables]
    ec2.delete_vpc_endpoints(known)
    for identity in known:
        del ec2.vpc_end_points[identity]
    return {"Unsuccessful": []}
