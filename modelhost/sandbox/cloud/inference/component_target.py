"""The component or adapter that an invocation names: its model, or its files over its base's."""

from __future__ import annotations

from dataclasses import replace

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference.reached import Target, invalid, of_model
from modelhost.sandbox.cloud.sagemaker.component.settling import look_up
from modelhost.sandbox.cloud.sagemaker.component.state import FAILED, Component
from modelhost.sandbox.cloud.sagemaker.transition import Endpoint

NO_CAPACITY = (
    "Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress (if "
    "configured) or try to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API."
)


class NoCapacityError(RefusalError):
    """Said of a component that has no copy to answer."""

    def __init__(self, component: str) -> None:
        super().__init__("ValidationError", NO_CAPACITY, 400)
        self.component = component


def target_of_component(call: Call, cloud: Cloud, endpoint: Endpoint, name: str) -> Target:
    """Find what answers for a component of an endpoint, or refuse the name or for lack of copies."""
    component = look_up(cloud, call.region, name)
    if component is None or component.endpoint != endpoint.name or component.status == FAILED:
        raise invalid(f"Inference Component {name} of account {ACCOUNT_ID} not found.")
    base = look_up(cloud, call.region, component.base) if component.base else component
    if base is None or base.current == 0:
        raise NoCapacityError(base.name if base else name)
    target = _of_specification(call, cloud, base)
    return target if component is base else _adapted(target, component)


def _of_specification(call: Call, cloud: Cloud, component: Component) -> Target:
    specification = component.specifications[0]
    place = _place(component)
    if "ModelName" in specification:
        return of_model(cloud, call.region, specification["ModelName"], place, component.variant)
    asked = specification["Container"]
    container = {**asked, "ModelDataUrl": asked.get("ArtifactUrl", "")}
    return Target(place, f"{place}/container", f"{asked}", container, component.variant)


def _adapted(target: Target, adapter: Component) -> Target:
    overlay = adapter.specifications[0]["Container"]["ArtifactUrl"]
    identity = f"{target.identity}+{overlay}@{adapter.modified}"
    place = _place(adapter)
    return replace(target, place=place, slot=f"{place}/adapter", identity=identity, overlay=overlay)


def _place(component: Component) -> str:
    return f"{component.endpoint}/component/{component.name}"
