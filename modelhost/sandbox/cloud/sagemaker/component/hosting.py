"""The variant that components stand on: how many copies it has a place for, and which instances it needs for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker.capacity import allocated, launchable
from modelhost.sandbox.cloud.sagemaker.component import state
from modelhost.sandbox.cloud.sagemaker.component.placement import (
    Placement,
    Wanted,
    place,
    room_of_copy,
    room_of_instance,
)
from modelhost.sandbox.cloud.sagemaker.component.state import Component
from modelhost.sandbox.cloud.sagemaker.transition import SHELF as ENDPOINTS
from modelhost.sandbox.cloud.sagemaker.transition import Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant


def placed(component: Component, region: str, cloud: Cloud) -> int:
    """Say how many of a component's desired copies have a place."""
    host = _host(cloud, region, component)
    if component.base is not None or host is None:
        return component.desired
    return _placement(cloud, region, *host).copies.get(component.name, 0)


def replaceable(component: Component, fields: dict[str, Any], batch: int, region: str, cloud: Cloud) -> bool:
    """Tell whether a batch of new copies finds a place beside the old ones, on instances added for the while."""
    host = _host(cloud, region, component)
    if component.base is not None or host is None or batch == 0:
        return True
    endpoint, variant = host
    coming = Component(component.name, component.arn, fields, component.created)
    room = room_of_copy(_specification(coming, variant))
    instance = room_of_instance(live_type(variant))
    if not instance.holds(room):
        return False
    limit = variant.current + sum(launchable(cloud, name) for name in variant.types)
    wanted = [*_wanted(cloud, region, endpoint, variant), Wanted("", room, 0, batch)]
    return place(wanted, instance, limit).copies[""] == batch


def balance(component: Component, region: str, cloud: Cloud) -> None:
    """Let managed instance scaling give the component's variant the instances that all copies on it need."""
    host = _host(cloud, region, component)
    if host is None or host[1].managed is None:
        return
    endpoint, before = host
    count = max(_placement(cloud, region, endpoint, before).instances, _bounds(before, cloud)[0])
    after = allocated(cloud, replace(before, desired=count), before) or before
    endpoint.variants = tuple(after if one is before else one for one in endpoint.variants)


def _placement(cloud: Cloud, region: str, endpoint: Endpoint, variant: Variant) -> Placement:
    wanted = _wanted(cloud, region, endpoint, variant)
    return place(wanted, room_of_instance(live_type(variant)), _bounds(variant, cloud)[1])


def _wanted(cloud: Cloud, region: str, endpoint: Endpoint, variant: Variant) -> list[Wanted]:
    ours = [one for one in state.on_endpoint(cloud, region, endpoint.name) if one.variant == variant.name]
    return [
        Wanted(one.name, room_of_copy(_specification(one, variant)), one.current, one.desired)
        for one in ours
        if one.base is None and one.status != state.FAILED
    ]


def _specification(component: Component, variant: Variant) -> Mapping[str, Any]:
    listed = component.specifications
    live = live_type(variant)
    return next((one for one in listed if one.get("InstanceType") == live), listed[0])


def live_type(variant: Variant) -> str:
    """Name the machine type that a variant runs on: of several pools, the first that gave an instance."""
    given = [name for name in variant.types if variant.pools.get(name)]
    return next(iter(given or variant.types), "")


def _bounds(variant: Variant, cloud: Cloud) -> tuple[int, int]:
    managed = variant.managed
    if managed is None:
        return variant.current, variant.current
    most = int(managed.get("MaxInstanceCount", variant.desired))
    to_be_had = variant.current + sum(launchable(cloud, name) for name in variant.types)
    return int(managed.get("MinInstanceCount", 1)), min(most, to_be_had)


def _host(cloud: Cloud, region: str, component: Component) -> tuple[Endpoint, Variant] | None:
    owner: Endpoint | None = cloud.shelf(ENDPOINTS).get((region, component.endpoint))
    found = [one for one in owner.variants if one.name == component.variant] if owner else []
    return (owner, found[0]) if owner and found else None
