"""What becomes of a component's change when its time is over: copies are placed, or all stays as it was."""

from __future__ import annotations

from dataclasses import replace

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker.component import hosting, rollout, state
from modelhost.sandbox.cloud.sagemaker.component.state import Change, Component
from modelhost.sandbox.cloud.sagemaker.rollback import tripped

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
    if change is None:
        _follow(component, region, cloud)
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
    hosting.balance(component, region, cloud)
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
    batch = rollout.batch_of(component.deployment, component.current)
    if change.state == state.UPDATE and not hosting.replaceable(component, change.fields, batch, region, cloud):
        _fail(component, change, NO_ROOM)
        return
    component.fields, component.desired = change.fields, change.desired
    found = hosting.placed(component, region, cloud)
    component.status, component.failure = state.IN_SERVICE, None
    if found < component.desired:
        component.failure = NO_ROOM
        if change.state == state.CREATE:
            component.status, found = state.FAILED, 0
    component.current = found


def _follow(component: Component, region: str, cloud: Cloud) -> None:
    """Place copies that had no place as soon as there is one, and lose those whose instances went."""
    if component.status != state.IN_SERVICE or component.base is not None:
        return
    found = hosting.placed(component, region, cloud)
    if found != component.current:
        component.current = found
        component.failure = NO_ROOM if found < component.desired else None
        hosting.balance(component, region, cloud)


def _fail(component: Component, change: Change, reason: str) -> None:
    component.failure = reason
    component.desired = component.current
    component.status = state.FAILED if change.state == state.CREATE else state.IN_SERVICE
