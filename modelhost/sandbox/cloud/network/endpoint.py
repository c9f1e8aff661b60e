"""VPC endpoints that are gone once they are deleted; moto keeps them in sight."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.network.check import backend


def delete(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Delete VPC endpoints with their interfaces and routes."""
    ec2 = backend(call)
    known = [identity for identity in call.params["VpcEndpointIds"] if identity in ec2.vpc_end_points]
    for identity in known:
        endpoint = ec2.vpc_end_points[identity]
        endpoint.route_table_ids = [one for one in endpoint.route_table_ids or [] if one in ec2.route_tables]
    ec2.delete_vpc_endpoints(known)
    for identity in known:
        del ec2.vpc_end_points[identity]
    return {"Unsuccessful": []}
