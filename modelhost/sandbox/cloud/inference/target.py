"""What an invocation reaches: the model of a variant, one archive of many, a component, or an adapter."""

from __future__ import annotations

from dataclasses import replace

from modelhost.sandbox.cloud import storage
from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference.component_target import target_of_component
from modelhost.sandbox.cloud.inference.reached import Target, invalid, of_model
from modelhost.sandbox.cloud.inference.traffic import variant_for
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.transition import IN_SERVICE, ROLLING_BACK, UPDATING, Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant

SERVING = (IN_SERVICE, UPDATING, ROLLING_BACK)
COMPONENT_REQUIRED = (
    "Inference Component Name header is required for endpoints to which you plan to deploy inference components. "
    "Please include Inference Component Name header or consider using SageMaker models."
)
NO_COMPONENTS = "Inference Component Name header is not supported for this endpoint, which hosts SageMaker models."
NO_ARCHIVE = (
    "Failed to download model data(bucket: {bucket}, key: {key}). Please ensure that there is an object located at the "
    "URL and that the role passed to CreateModel has permissions to download the model."
)
NEEDS_TARGET = "TargetModel header is required for multi-model endpoints."
NO_TARGET = "TargetModel header is only supported for multi-model endpoints."


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
    hosts = any(one.hosts_components for one in endpoint.variants)
    if component is not None:
        if not hosts:
            raise invalid(NO_COMPONENTS)
        return target_of_component(call, cloud, endpoint, component)
    if hosts:
        raise invalid(COMPONENT_REQUIRED)
    chosen = variant or variant_for(endpoint, call.region, cloud, call.params.get("TargetVariant"))
    target = target_of_variant(cloud, call.region, endpoint, chosen)
    return _one_of_many(target, call.params.get("TargetModel"))


def target_of_variant(cloud: Cloud, region: str, endpoint: Endpoint, variant: Variant) -> Target:
    """Find the model of a variant."""
    place = f"{endpoint.name}/variant/{variant.name}"
    return of_model(cloud, region, model_name(variant), place, variant.name)


def model_name(variant: Variant) -> str:
    """Name the model that a variant runs; a pool may have another one than the variant."""
    live = next((name for name in variant.types if variant.pools.get(name)), None)
    overrides = {one["InstanceType"]: one.get("ModelNameOverride") for one in variant.spec.get("InstancePools", [])}
    return str(overrides.get(live or "") or variant.spec["ModelName"])


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
