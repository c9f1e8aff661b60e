"""What EC2 refuses because something else still needs it, or does not stand yet."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import ec2_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud

NEEDS_DNS = (
    "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for {vpc}"
)
MAPPED = (
    "Network {vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the "
    "gateway."
)


def backend(call: Call) -> Any:
    """Give moto's EC2 of the call's region."""
    return ec2_backends[ACCOUNT_ID][call.region]


def dependent(kind: str, identity: str) -> RefusalError:
    """Refuse to delete what others depend on."""
    return RefusalError("DependencyViolation", f"The {kind} '{identity}' has dependencies and cannot be deleted.", 400)


def create_vpc_endpoint(call: Call, cloud: Cloud) -> None:
    """Refuse private names in a network that resolves none."""
    if call.params.get("PrivateDnsEnabled"):
        needs_dns(backend(call).vpcs.get(call.params["VpcId"]))


def needs_dns(vpc: Any) -> None:
    """Refuse private names in a network, if it is here, that resolves none."""
    if vpc is None:
        return
    if vpc.enable_dns_support not in (True, "true") or vpc.enable_dns_hostnames not in (True, "true"):
        raise RefusalError("InvalidParameter", NEEDS_DNS.format(vpc=vpc.id), 400)


def create_nat_gateway(call: Call, cloud: Cloud) -> None:
    """Refuse a public NAT gateway in a network without an internet gateway."""
    ec2 = backend(call)
    vpc_id = ec2.get_subnet(call.params["SubnetId"]).vpc_id
    attached = [gateway for gateway in ec2.internet_gateways.values() if gateway.vpc and gateway.vpc.id == vpc_id]
    if not attached and call.params.get("ConnectivityType", "public") == "public":
        raise RefusalError("Gateway.NotAttached", f"Network {vpc_id} has no Internet gateway attached", 400)


def detach_internet_gateway(call: Call, cloud: Cloud) -> None:
    """Refuse to cut a network off while public addresses are mapped in it."""
    if any(gateway.vpc_id == call.params["VpcId"] for gateway in _live_nat_gateways(call)):
        raise RefusalError("DependencyViolation", MAPPED.format(vpc=call.params["VpcId"]), 400)


def release_address(call: Call, cloud: Cloud) -> None:
    """Refuse to release an address that a NAT gateway uses."""
    allocation = call.params.get("AllocationId")
    used = [one.get("allocationId") for gateway in _live_nat_gateways(call) for one in gateway.address_set]
    if allocation in used:
        raise RefusalError("InvalidIPAddress.InUse", f"Address {allocation} is in use.", 400)


def delete_subnet(call: Call, cloud: Cloud) -> None:
    """Refuse to delete a subnet in which something stands."""
    subnet = call.params["SubnetId"]
    endpoints = [one for one in backend(call).vpc_end_points.values() if subnet in (one.subnet_ids or [])]
    if endpoints or any(gateway.subnet_id == subnet for gateway in _live_nat_gateways(call)):
        raise dependent("subnet", subnet)


def delete_security_group(call: Call, cloud: Cloud) -> None:
    """Refuse to delete a group that an endpoint uses or another group's rule names."""
    group_id = call.params.get("GroupId", "")
    ec2 = backend(call)
    endpoints = [one for one in ec2.vpc_end_points.values() if one.state != "deleted"]
    others = [group for network in ec2.groups.values() for group in network.values() if group.id != group_id]
    named = any(group_id in _referenced(group) for group in others)
    if named or any(group_id in (endpoint.security_group_ids or []) for endpoint in endpoints):
        raise RefusalError("DependencyViolation", f"resource {group_id} has a dependent object", 400)


def delete_vpc(call: Call, cloud: Cloud) -> None:
    """Refuse to delete a network in which something stands."""
    vpc = call.params["VpcId"]
    ec2 = backend(call)
    groups = [group for group in ec2.groups.get(vpc, {}).values() if group.name != "default"]
    gateways = [one for one in ec2.internet_gateways.values() if one.vpc and one.vpc.id == vpc]
    endpoints = [one for one in ec2.vpc_end_points.values() if one.vpc_id == vpc and one.state != "deleted"]
    if groups or gateways or endpoints:
        raise dependent("vpc", vpc)


def _live_nat_gateways(call: Call) -> list[Any]:
    return [gateway for gateway in backend(call).nat_gateways.values() if gateway.state != "deleted"]


def _referenced(group: Any) -> set[str]:
    return {str(rule.source_group.get("GroupId")) for rule in [*group.ingress_rules, *group.egress_rules]}
