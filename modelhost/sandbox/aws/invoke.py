"""The functions of the official aws provider that the components use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.resource import Invoke

DNS_SUFFIXES = {"aws": "amazonaws.com", "aws-cn": "amazonaws.com.cn", "aws-us-gov": "amazonaws.com"}


def caller_identity(context: Context, arguments: dict[str, Any]) -> dict[str, Any]:
    """Tell whose credentials these are."""
    found = context.client("sts").get_caller_identity()
    return {"id": found["Account"], "accountId": found["Account"], "arn": found["Arn"], "userId": found["UserId"]}


def region(context: Context, arguments: dict[str, Any]) -> dict[str, Any]:
    """Tell the region in use."""
    name = arguments.get("region") or context.region
    return {
        "id": name,
        "name": name,
        "region": name,
        "description": name,
        "endpoint": f"ec2.{name}.{DNS_SUFFIXES[context.partition]}",
    }


def partition(context: Context, arguments: dict[str, Any]) -> dict[str, Any]:
    """Tell the partition of the region in use."""
    suffix = DNS_SUFFIXES[context.partition]
    reverse = ".".join(reversed(suffix.split(".")))
    return {
        "id": context.partition,
        "partition": context.partition,
        "dnsSuffix": suffix,
        "reverseDnsPrefix": reverse,
    }


def availability_zones(context: Context, arguments: dict[str, Any]) -> dict[str, Any]:
    """List the zones of the region in use."""
    wanted: dict[str, Any] = {"Filters": [_filter(each) for each in arguments.get("filters") or ()]}
    if arguments.get("state"):
        wanted["Filters"].append({"Name": "state", "Values": [arguments["state"]]})
    if arguments.get("allAvailabilityZones"):
        wanted["AllAvailabilityZones"] = True
    answer = context.client("ec2", arguments.get("region")).describe_availability_zones(**wanted)
    zones = sorted(answer["AvailabilityZones"], key=lambda zone: zone["ZoneName"])
    kept = [zone for zone in zones if not _excluded(zone, arguments)]
    return {
        "id": context.region,
        "region": context.region,
        "names": [zone["ZoneName"] for zone in kept],
        "zoneIds": [zone["ZoneId"] for zone in kept],
        "groupNames": sorted({zone.get("GroupName", context.region) for zone in kept}),
        **{key: arguments[key] for key in ("state", "filters", "excludeNames", "excludeZoneIds") if key in arguments},
    }


def _filter(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"Name": given["name"], "Values": list(given["values"])}


def _excluded(zone: Mapping[str, Any], arguments: Mapping[str, Any]) -> bool:
    names, ids = arguments.get("excludeNames") or (), arguments.get("excludeZoneIds") or ()
    return zone["ZoneName"] in names or zone["ZoneId"] in ids


FUNCTIONS: dict[str, Callable[[Context, dict[str, Any]], dict[str, Any]]] = {
    "getCallerIdentity": caller_identity,
    "getRegion": region,
    "getPartition": partition,
    "getAvailabilityZones": availability_zones,
}
INVOKES: dict[str, Invoke] = {f"aws:index/{name}:{name}": function for name, function in FUNCTIONS.items()}
