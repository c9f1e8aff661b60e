"""The state machine of an inference component, computed from timestamps when somebody looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record

SHELF = "inference-component"
CREATING, UPDATING, DELETING = "Creating", "Updating", "Deleting"
IN_SERVICE, FAILED = "InService", "Failed"
CREATE, UPDATE, RESIZE, DELETE = (
    "CREATE_IN_PROGRESS",
    "UPDATE_IN_PROGRESS",
    "UPDATE_RC_IN_PROGRESS",
    "DELETE_IN_PROGRESS",
)
STATUS = {CREATE: CREATING, UPDATE: UPDATING, RESIZE: UPDATING, DELETE: DELETING}
IN_PROGRESS = 'Cannot {verb} inference component "{arn}" while it is in state {state}. Try again when it is InService.'


@dataclass(frozen=True)
class Change:
    """A change under way: when it ends, and what is to stand then."""

    state: str
    started: float
    ends: float
    fields: dict[str, Any]
    desired: int
    failure: str | None = None


@dataclass
class Component(Record):
    """An inference component: where it is placed, with how many copies, and the change under way."""

    endpoint: str = ""
    variant: str = ""
    status: str = CREATING
    desired: int = 0
    current: int = 0
    failure: str | None = None
    change: Change | None = None
    deployment: dict[str, Any] = field(default_factory=dict)

    @property
    def specifications(self) -> list[dict[str, Any]]:
        """Every specification, one for each machine type where there are several."""
        several: list[dict[str, Any]] = self.fields.get("Specifications", [])
        return several or [self.fields["Specification"]]

    @property
    def base(self) -> str | None:
        """The component whose compute it uses, where it is an adapter."""
        return self.specifications[0].get("BaseInferenceComponentName")


def key_of(region: str, name: str) -> tuple[str, str]:
    """Name a component on its shelf."""
    return region, name


def arn_of(call: Call, name: str) -> str:
    """Name a component as AWS does."""
    return call.arn(f"inference-component/{name.lower()}", "sagemaker")


def stored(cloud: Cloud, region: str | None = None) -> list[Component]:
    """List the components of a region, or of all, the oldest first, without bringing them up to date."""
    shelf = cloud.shelf(SHELF)
    ours: list[Component] = [one for (where, _), one in shelf.items() if region in (None, where)]
    return sorted(ours, key=lambda component: component.created)


def on_endpoint(cloud: Cloud, region: str, endpoint: str) -> list[Component]:
    """List the components of an endpoint, the oldest first."""
    return [one for one in stored(cloud, region) if one.endpoint == endpoint]


def begin(component: Component, call: Call, cloud: Cloud, state: str, fields: dict[str, Any], desired: int) -> None:
    """Start a change that ends after the transition time, as the call's fault says."""
    now = cloud.now()
    seconds = cloud.transition_seconds if call.outcome.seconds is None else call.outcome.seconds
    component.change = Change(state, now, now + seconds, fields, desired, call.outcome.failure)
    component.status = STATUS[state]
    component.modified = now


def refuse_in_progress(component: Component, verb: str) -> None:
    """Refuse a second change while one is under way."""
    if component.change is not None:
        raise validation(IN_PROGRESS.format(verb=verb, arn=component.arn, state=component.change.state))


def clamped(cloud: Cloud, region: str, component: Component, count: int) -> int:
    """Bring a copy count into the bounds of the component's scalable target, if it has one."""
    return bounds.clamped(cloud, region, bounds.component_id(component.name), bounds.COPIES, count)
