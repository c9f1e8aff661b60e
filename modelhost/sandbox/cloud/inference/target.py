"""What an invocation reaches: a model of a variant, one archive of many, a component, or an adapter on its base."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from modelhost.sandbox.cloud import storage
from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference.traffic import variant_for
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.component import state as component_state
from modelhost.sandbox.cloud.sagemaker.component.settling import look_up
from modelhost.sandbox.cloud.sagemaker.component.state import Component
from modelhost.sandbox.cloud.sagemaker.state import Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant

SERVING = (state.IN_SERVICE, state.UPDATING, state.ROLLING_BACK)
COMPONENT_REQUIRED = (
    "Inference Component Name header is required for endpoints to which you plan to deploy inference components. "
    "Please include Inference Component Name header or consider using SageMaker models."
)
NO_CAPACITY = (
    "Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress (if "
    "configured) or try to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API."
)
NO_ARCHIVE = (
    "Failed to download model data(bucket: {bucket}, key: {key}). Please ensure that there is an object located at the "
    "URL and that the role passed to CreateModel has permissions to download the model."
)
NEEDS_TARGET = "TargetModel header is required for multi-model endpoints."
NO_TARGET = "TargetModel header is only supported for multi-model endpoints."


@dataclass(frozen=True)
class Target:
    """What answers: a container, the process that runs it, and where that stands."""

    place: str
    slot: str
    identity: str
    container: dict[str, Any]
    variant: str
    overlay: str | None = None


class NoCapacityError(RefusalError):
    """Said of a component that has no copy to answer."""

    def __init__(self, component: str) -> None:
        super().__init__("ValidationError", NO_CAPACITY, 400)
        self.component = component


def endpoint_of(call: Call, cloud: Cloud) -> Endpoint:
    """Find the endpoint of an invocation, in service."""
    name = call.params["EndpointName"]
    endpoint = state.look_up(cloud, call.region, name)
    if endpoint is None or endpoint.status not in SERVING:
        raise invalid(f"Endpoint {name} of account {ACCOUNT_ID} not found.")
    return endpoint


def target_of(call: Call, cloud: Cloud, endpoint: Endpoint, variant: Variant | None = None) -> Target:
    """Find what answers an invocation of an endpoint."""
    component = call.params.get("InferenceComponentName")
    if component is not None:
        return _component(call, cloud, endpoint, component)
    wanted = call.params.get("TargetVariant")
    chosen = variant or variant_for(endpoint, call.region, cloud, wanted)
    if chosen.hosts_components:
        raise invalid(COMPONENT_REQUIRED)
    target = target_of_variant(cloud, call.region, endpoint, chosen)
    return _one_of_many(target, call.params.get("TargetModel"))


def target_of_variant(cloud: Cloud, region: str, endpoint: Endpoint, variant: Variant) -> Target:
    """Find the model of a variant."""
    place = f"{endpoint.name}/variant/{variant.name}"
    return _of_model(cloud, region, model_name(variant), place, variant.name)


def model_name(variant: Variant) -> str:
    """Name the model that a variant runs; a pool may have another one than the variant."""
    live = next((name for name in variant.types if variant.pools.get(name)), None)
    overrides = {one["InstanceType"]: one.get("ModelNameOverride") for one in variant.spec.get("InstancePools", [])}
    return str(overrides.get(live or "") or variant.spec["ModelName"])


def _of_model(cloud: Cloud, region: str, name: str, place: str, variant: str) -> Target:
    model: Record | None = cloud.shelf("model").get((region, name))
    slot = f"{place}/{name}"
    if model is None:
        return Target(place, slot, "", {}, variant)
    container = model.fields.get("PrimaryContainer") or model.fields["Containers"][0]
    return Target(place, slot, f"{model.arn}@{model.created}", container, variant)


def _one_of_many(target: Target, archive: str | None) -> Target:
    if target.container.get("Mode") != "MultiModel":
        if archive is not None:
            raise invalid(NO_TARGET)
        return target
    if archive is None:
        raise invalid(NEEDS_TARGET)
    uri = f"{target.container['ModelDataUrl'].rstrip('/')}/{archive.lstrip('/')}"
    if storage.read(uri) is None:
        bucket, key = storage.split(uri)
        raise invalid(NO_ARCHIVE.format(bucket=bucket, key=key))
    slot = f"{target.slot}/archive/{archive.strip('/').replace('/', '_')}"
    return replace(target, slot=slot, container={**target.container, "ModelDataUrl": uri})


def _component(call: Call, cloud: Cloud, endpoint: Endpoint, name: str) -> Target:
    component = look_up(cloud, call.region, name)
    if component is None or component.endpoint != endpoint.name or component.status == component_state.FAILED:
        raise invalid(f"Inference Component {name} of account {ACCOUNT_ID} not found.")
    base = look_up(cloud, call.region, component.base) if component.base else component
    if base is None or base.current == 0:
        raise NoCapacityError(base.name if base else name)
    target = _of_specification(call, cloud, base)
    if component is base:
        return target
    overlay = component.specifications[0]["Container"]["ArtifactUrl"]
    place = component_place(component)
    return replace(
        target, place=place, slot=place, identity=f"{target.identity}+{overlay}@{component.modified}", overlay=overlay
    )


def _of_specification(call: Call, cloud: Cloud, component: Component) -> Target:
    specification = component.specifications[0]
    if "ModelName" in specification:
        model = specification["ModelName"]
        return _of_model(cloud, call.region, model, component_place(component), component.variant)
    asked = specification["Container"]
    container = {**asked, "ModelDataUrl": asked.get("ArtifactUrl", "")}
    place = component_place(component)
    return Target(place, place, f"{asked}", container, component.variant)


def component_place(component: Component) -> str:
    """Name the place of a component's processes below its endpoint's."""
    return f"{component.endpoint}/component/{component.name}"


def invalid(message: str) -> RefusalError:
    """Refuse as SageMaker's runtime does."""
    return RefusalError("ValidationError", message, 400)
