"""What of ours stands in EC2: everything but the default network and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID

Resource = dict[str, Any]


def ec2_resources(region: str, backend: Any) -> Iterator[Resource]:
    """List the network resources of a region that somebody made."""
    ours = {vpc.id for vpc in backend.vpcs.values() if not vpc.is_default}
    for vpc_id in ours:
        yield _shown("vpc", region, vpc_id, backend)
    for kind, id_field, things in _in_networks(backend):
        for thing in things:
            if thing.vpc_id in ours and not _comes_with_network(kind, thing):
                yield _shown(kind, region, getattr(thing, id_field), backend)
    for kind, identity in _anywhere(backend, ours):
        yield _shown(kind, region, identity, backend)


def _in_networks(backend: Any) -> Iterator[tuple[str, str, list[Any]]]:
    yield "subnet", "id", [subnet for zone in backend.subnets.values() for subnet in zone.values()]
    yield "security-group", "id", [group for network in backend.groups.values() for group in network.values()]
    yield "route-table", "id", list(backend.route_tables.values())
    live = [endpoint for endpoint in backend.vpc_end_points.values() if endpoint.state != "deleted"]
    yield "vpc-endpoint", "id", live


def _anywhere(backend: Any, ours: set[str]) -> Iterator[tuple[str, str]]:
    for gateway in backend.internet_gateways.values():
        if gateway.vpc is None or gateway.vpc.id in ours:
            yield "internet-gateway", gateway.id
    for gateway in backend.nat_gateways.values():
        if gateway.state != "deleted":
            yield "natgateway", gateway.id
    for address in backend.addresses:
        yield "elastic-ip", address.allocation_id
    for flow_log in backend.flow_logs.values():
        yield "vpc-flow-log", flow_log.id


def _comes_with_network(kind: str, thing: Any) -> bool:
    if kind == "security-group":
        return bool(thing.name == "default")
    return bool(kind == "route-table" and thing.main_association_id)


def _shown(kind: str, region: str, identity: str, backend: Any) -> Resource:
    tags = {tag["key"]: tag["value"] for tag in backend.describe_tags({"resource-id": [identity]})}
    arn = f"arn:aws:ec2:{region}:{ACCOUNT_ID}:{kind}/{identity}"
    return {"kind": kind, "region": region, "name": identity, "arn": arn, "tags": tags}
