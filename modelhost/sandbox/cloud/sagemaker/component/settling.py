"""What becomes of a component's change when its time is over: copies are placed, instances come and go."""

from __future__ import annotations

from dataclasses import replace

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker import state as endpoint_state
from modelhost.sandbox.cloud.sagemaker.capacity import allocated, launchable
from modelhost.sandbox.cloud.sagemaker.component import state
from modelhost.sandbox.cloud.sagemaker.component.placement import (
    Placement,
    Wanted,
    place,
    room_of_copy,
    room_of_instance,
)
from modelhost.sandbox.cloud.sagemaker.component.state import Change, Component
from modelhost.sandbox.cloud.sagemaker.rollback import tripped
from modelhost.sandbox.cloud.sagemaker.state import Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant

NO_ROOM = (
    "There is not enough hardware resources on the instances for this endpoint to create a copy of the inference "
    "component. Please update resource requirements for this inference component, remove existing inference "
    "components, or increase the number of instances for this endpoint."
)


def look_up(cloud: Cloud, region: str, name: str) -> Component | None:
    """Look a component up as it stands now."""
    shelf = cloud.shelf(state.SHELF)
    component: Component | None = shelf.get(state.key_of(region, name))
    if component is not None:
        settle(component, region, cloud)
    return shelf.get(state.key_of(region, name))


def components(cloud: Cloud, region: str | None = None, endpoint: str | None = None) -> list[Component]:
    """List the components of a region or an endpoint, or all, as they stand now."""
    keys = [key for key in cloud.shelf(state.SHELF) if region in (None, key[0])]
    found = [look_up(cloud, *key) for key in keys]
    standing = [one for one in found if one is not None and endpoint in (None, one.endpoint)]
    return sorted(standing, key=lambda one: one.created)


def settle(component: Component, region: str, cloud: Cloud) -> None:
    """Finish the change under way when its time is over, then keep the autoscaler's bounds."""
    change = _watched(component, region, cloud)
    if change is None or cloud.now() < change.ends:
        return
    component.change = None
    component.modified = change.ends
    if change.state == state.DELETE:
        _forget(component, region, cloud)
    elif change.failure is not None:
        _fail(component, change, change.failure)
    else:
        _finish(component, change, region, cloud)
    balance(cloud, region, component.endpoint, component.variant)
    keep_bounds(component, region, cloud)


def _watched(component: Component, region: str, cloud: Cloud) -> Change | None:
    """Give the change under way, which an alarm of its deployment turns into a rollback."""
    change = component.change
    if change is None or change.state != state.UPDATE or change.failure is not None:
        return change
    alarm = tripped(cloud, region, component.deployment, change.started, change.ends)
    if alarm is not None:
        ends = alarm.since + (change.ends - change.started) / 2
        component.change = change = replace(change, failure=alarm.reason, ends=ends)
    return change


def keep_bounds(component: Component, region: str, cloud: Cloud) -> None:
    """Scale a component into the bounds of its scalable target, as the autoscaler does."""
    wanted = state.clamped(cloud, region, component, component.desired)
    if component.status == state.IN_SERVICE and component.change is None and wanted != component.desired:
        resize(component, cloud, wanted)


def resize(component: Component, cloud: Cloud, count: int) -> None:
    """Start a change of the copy count."""
    now = cloud.now()
    component.change = Change(state.RESIZE, now, now + cloud.transition_seconds, component.fields, count)
    component.status, component.desired = state.UPDATING, count


def _forget(component: Component, region: str, cloud: Cloud) -> None:
    del cloud.shelf(state.SHELF)[state.key_of(region, component.name)]
    bounds.forget_resource(cloud, region, bounds.component_id(component.name))
    cloud.model_servers.stop((region, f"{component.endpoint}/component/{component.name}"))


def _finish(component: Component, change: Change, region: str, cloud: Cloud) -> None:
    former = component.fields
    component.fields, component.desired = change.fields, change.desired
    placed = component.desired if component.base else _placed(component, region, cloud)
    component.status, component.failure = state.IN_SERVICE, None
    if placed < component.desired:
        component.failure = NO_ROOM
        if change.state == state.CREATE:
            component.status, placed = state.FAILED, 0
        if change.state == state.UPDATE:
            component.fields, placed = former, component.current
    component.current = placed


def _fail(component: Component, change: Change, reason: str) -> None:
    component.failure = reason
    component.desired = component.current
    component.status = state.FAILED if change.state == state.CREATE else state.IN_SERVICE


def _placed(component: Component, region: str, cloud: Cloud) -> int:
    host = _host(cloud, region, component.endpoint, component.variant)
    if host is None:
        return component.desired
    return _placement(cloud, region, *host).copies.get(component.name, 0)


def balance(cloud: Cloud, region: str, endpoint: str, variant: str) -> None:
    """Let managed instance scaling give the variant the instances that its copies need."""
    host = _host(cloud, region, endpoint, variant)
    if host is None or host[1].managed is None:
        return
    owner, before = host
    count = max(_placement(cloud, region, owner, before).instances, _bounds(before, cloud)[0])
    after = allocated(cloud, replace(before, desired=count), before) or before
    owner.variants = tuple(after if one is before else one for one in owner.variants)


def _placement(cloud: Cloud, region: str, endpoint: Endpoint, variant: Variant) -> Placement:
    ours = [one for one in state.on_endpoint(cloud, region, endpoint.name) if one.variant == variant.name]
    wanted = [
        Wanted(one.name, room_of_copy(_specification(one, variant)), one.current, one.desired)
        for one in ours
        if one.base is None and one.status != state.FAILED
    ]
    return place(wanted, room_of_instance(_live_type(variant)), _bounds(variant, cloud)[1])


def _specification(component: Component, variant: Variant) -> dict[str, object]:
    listed = component.specifications
    live = _live_type(variant)
    return next((one for one in listed if one.get("InstanceType") == live), listed[0])


def _live_type(variant: Variant) -> str:
    return next(iter(variant.pools or variant.types), "")


def _bounds(variant: Variant, cloud: Cloud) -> tuple[int, int]:
    managed = variant.managed
    if managed is None:
        return variant.current, variant.current
    most = int(managed.get("MaxInstanceCount", variant.desired))
    to_be_had = variant.current + sum(launchable(cloud, name) for name in variant.types)
    return int(managed.get("MinInstanceCount", 1)), min(most, to_be_had)


def _host(cloud: Cloud, region: str, endpoint: str, variant: str) -> tuple[Endpoint, Variant] | None:
    owner: Endpoint | None = cloud.shelf(endpoint_state.SHELF).get((region, endpoint))
    found = [one for one in owner.variants if one.name == variant] if owner else []
    return (owner, found[0]) if owner and found else None
