"""The two operations that change an endpoint, with SageMaker's refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker import deployment_check, state
from modelhost.sandbox.cloud.sagemaker.component.state import on_endpoint
from modelhost.sandbox.cloud.sagemaker.definition import CONFIGURATION, capture_of
from modelhost.sandbox.cloud.sagemaker.resizing import asynchronous, resized
from modelhost.sandbox.cloud.sagemaker.transition import UPDATING, Endpoint, Transition
from modelhost.sandbox.cloud.sagemaker.variant import Variant, variants_of

MISSING_VARIANT = 'Could not find variant(s) "[{names}]" of endpoint "{arn}".'
REGISTERED = (
    'The variant(s) "[{names}]" must be deregistered as scalable target with AutoScaling before they can be removed '
    "or have their instance type updated."
)
HOSTING = (
    'The variant(s) "[{names}]" host inference components and cannot be removed from endpoint "{arn}" or get a model. '
    "Delete the inference components first."
)
NOT_BACK = 'Cannot update serverless endpoint "{arn}" to a configuration with instances.'


def update(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Deploy another configuration."""
    endpoint = _changeable(call, cloud)
    config = CONFIGURATION.find(call, cloud, call.params["EndpointConfigName"])
    variants = variants_of(config.fields)
    _refuse_registered(endpoint, variants, call.region, cloud)
    _refuse_hosting(endpoint, variants, call.region, cloud)
    excluded = _excluded(call)
    variants = tuple(_retained(variant, endpoint, excluded) for variant in variants)
    keeps = call.params.get("RetainDeploymentConfig")
    deployment = endpoint.deployment if keeps else call.params.get("DeploymentConfig", {})
    deployment_check.refuse(deployment, endpoint.variants, variants)
    endpoint.deployment = deployment
    kept = excluded is not None and "DataCaptureConfig" not in excluded
    capture = endpoint.capture if kept else capture_of(config)
    state.begin(endpoint, call, cloud, Transition(UPDATING, config.name, variants, capture=capture))
    return {"EndpointArn": endpoint.arn}


def update_capacities(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Change the weights and counts of variants."""
    endpoint = _changeable(call, cloud)
    wanted = {one["VariantName"]: one for one in call.params["DesiredWeightsAndCapacities"]}
    missing = [name for name in wanted if name not in {variant.name for variant in endpoint.variants}]
    if missing:
        raise validation(MISSING_VARIANT.format(names=", ".join(missing), arn=endpoint.arn))
    least = 0 if asynchronous(endpoint, call.region, cloud) else 1
    changed = tuple(resized(variant, wanted.get(variant.name, {}), least) for variant in endpoint.variants)
    endpoint.variants = changed
    state.begin(endpoint, call, cloud, Transition(UPDATING, endpoint.config, changed, deploys=False))
    return {"EndpointArn": endpoint.arn}


def _changeable(call: Call, cloud: Cloud) -> Endpoint:
    endpoint = state.find(call, cloud, call.params["EndpointName"])
    state.refuse_in_progress(endpoint)
    state.refuse_failed(endpoint)
    return endpoint


def _excluded(call: Call) -> set[str] | None:
    """Read which properties are not retained; None when none is."""
    if not call.params.get("RetainAllVariantProperties"):
        return None
    return {one["VariantPropertyType"] for one in call.params.get("ExcludeRetainedVariantProperties", [])}


def _retained(variant: Variant, endpoint: Endpoint, excluded: set[str] | None) -> Variant:
    live = {one.name: one for one in endpoint.variants}.get(variant.name)
    if live is None:
        return variant
    if variant.managed is not None and live.managed is not None:
        return replace(variant, desired=_within(live.desired, variant.managed))
    if excluded is None:
        return variant
    desired = variant.desired if "DesiredInstanceCount" in excluded else live.desired
    weight = variant.desired_weight if "DesiredWeight" in excluded else live.desired_weight
    return replace(variant, desired=desired, desired_weight=weight)


def _within(count: int, scaling: dict[str, Any]) -> int:
    return max(int(scaling.get("MinInstanceCount", 1)), min(int(scaling.get("MaxInstanceCount", count)), count))


def _refuse_registered(endpoint: Endpoint, wanted: tuple[Variant, ...], region: str, cloud: Cloud) -> None:
    types = {variant.name: variant.types for variant in wanted}
    names = [
        variant.name
        for variant in endpoint.variants
        if bounds.target(cloud, region, endpoint.name, variant.name, variant.dimension)
        and types.get(variant.name) != variant.types
    ]
    if names:
        raise validation(REGISTERED.format(names=", ".join(names)))


def _refuse_hosting(endpoint: Endpoint, wanted: tuple[Variant, ...], region: str, cloud: Cloud) -> None:
    after = {variant.name for variant in wanted if variant.hosts_components}
    hosting = {component.variant for component in on_endpoint(cloud, region, endpoint.name)}
    if hosting - after:
        raise validation(HOSTING.format(names=", ".join(sorted(hosting - after)), arn=endpoint.arn))
    was_serverless = any(variant.serverless is not None for variant in endpoint.variants)
    if was_serverless and any(variant.serverless is None for variant in wanted):
        raise validation(NOT_BACK.format(arn=endpoint.arn))
