"""The operations on endpoints, with SageMaker's refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import page, sorted_by, tags_from
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.component.settling import components
from modelhost.sandbox.cloud.sagemaker.definition import CONFIGURATION
from modelhost.sandbox.cloud.sagemaker.description import described, summary
from modelhost.sandbox.cloud.sagemaker.state import Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant, variants_of

MISSING_VARIANT = 'Could not find variant(s) "[{names}]" of endpoint "{arn}".'
REGISTERED = (
    'The variant(s) "[{names}]" must be deregistered as scalable target with AutoScaling before they can be removed '
    "or have their instance type updated."
)
HOSTING = (
    'Cannot delete endpoint "{arn}" while it hosts inference components. Delete the inference component(s) '
    '"[{names}]" first.'
)


def create(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Create an endpoint, which comes into service later."""
    name = call.params["EndpointName"]
    arn = call.arn(f"endpoint/{name.lower()}")
    if state.look_up(cloud, call.region, name):
        raise validation(f'Cannot create already existing endpoint "{arn}".')
    config = CONFIGURATION.find(call, cloud, call.params["EndpointConfigName"])
    endpoint = Endpoint(name, arn, {}, cloud.now(), tags=tags_from(call.params.get("Tags")), config=config.name)
    endpoint.deployment = call.params.get("DeploymentConfig", {})
    cloud.shelf(state.SHELF)[call.region, name] = endpoint
    state.begin(endpoint, call, cloud, state.CREATING, config.name, variants_of(config.fields))
    return {"EndpointArn": arn}


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe an endpoint as it stands."""
    endpoint = state.find(call, cloud, call.params["EndpointName"])
    components(cloud, call.region, endpoint.name)
    return described(endpoint, call.region, cloud)


def list_endpoints(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the endpoints of the region."""
    status = call.params.get("StatusEquals")
    found = [one for one in state.endpoints(cloud, call.region) if status in (None, one.status)]
    endpoints, token = page(sorted_by(list(found), call.params), call.params)
    return {"Endpoints": [summary(endpoint) for endpoint in endpoints], "NextToken": token}


def update(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Deploy another configuration."""
    endpoint = state.find(call, cloud, call.params["EndpointName"])
    state.refuse_in_progress(endpoint)
    state.refuse_failed(endpoint)
    config = CONFIGURATION.find(call, cloud, call.params["EndpointConfigName"])
    variants = variants_of(config.fields)
    _refuse_registered(endpoint, variants, call.region, cloud)
    if call.params.get("RetainAllVariantProperties"):
        excluded = {one["VariantPropertyType"] for one in call.params.get("ExcludeRetainedVariantProperties", [])}
        variants = tuple(_retained(variant, endpoint, excluded) for variant in variants)
    if not call.params.get("RetainDeploymentConfig"):
        endpoint.deployment = call.params.get("DeploymentConfig", {})
    state.begin(endpoint, call, cloud, state.UPDATING, config.name, variants)
    return {"EndpointArn": endpoint.arn}


def update_capacities(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Change the weights and instance counts of variants."""
    endpoint = state.find(call, cloud, call.params["EndpointName"])
    state.refuse_in_progress(endpoint)
    state.refuse_failed(endpoint)
    wanted = {one["VariantName"]: one for one in call.params["DesiredWeightsAndCapacities"]}
    missing = [name for name in wanted if name not in {variant.name for variant in endpoint.variants}]
    if missing:
        raise validation(MISSING_VARIANT.format(names=", ".join(missing), arn=endpoint.arn))
    least = 0 if asynchronous(endpoint, call.region, cloud) else 1
    changed = tuple(
        _resized(variant, wanted.get(variant.name, {}), 0 if variant.hosts_components else least)
        for variant in endpoint.variants
    )
    endpoint.variants = changed
    state.begin(endpoint, call, cloud, state.UPDATING, endpoint.config, changed, deploys=False)
    return {"EndpointArn": endpoint.arn}


def delete(call: Call, cloud: Cloud) -> None:
    """Delete an endpoint that is at rest; it takes its scalable targets with it."""
    endpoint = state.find(call, cloud, call.params["EndpointName"])
    state.refuse_in_progress(endpoint)
    hosted = [one.name for one in components(cloud, call.region, endpoint.name)]
    if hosted:
        raise validation(HOSTING.format(arn=endpoint.arn, names=", ".join(hosted)))
    state.begin(endpoint, call, cloud, state.DELETING, endpoint.config, endpoint.variants)
    cloud.model_servers.stop((call.region, endpoint.name))


def refuse_used_configuration(call: Call, cloud: Cloud) -> None:
    """Refuse to delete a configuration that an endpoint uses or is changing to."""
    name = call.params["EndpointConfigName"]
    CONFIGURATION.find(call, cloud, name)
    for endpoint in state.endpoints(cloud, call.region):
        change = endpoint.transition
        if endpoint.status != state.DELETING and name in (endpoint.config, change.config if change else None):
            raise validation(f'Cannot delete endpoint configuration "{name}": endpoint "{endpoint.arn}" uses it.')


def asynchronous(endpoint: Endpoint, region: str, cloud: Cloud) -> bool:
    """Tell whether an endpoint answers through S3, so that it may have no instance."""
    config = cloud.shelf(CONFIGURATION.shelf).get((region, endpoint.config))
    return config is not None and "AsyncInferenceConfig" in config.fields


def _retained(variant: Variant, endpoint: Endpoint, excluded: set[str]) -> Variant:
    live = {one.name: one for one in endpoint.variants}.get(variant.name)
    if live is None:
        return variant
    desired = variant.desired if "DesiredInstanceCount" in excluded else live.desired
    weight = variant.desired_weight if "DesiredWeight" in excluded else live.desired_weight
    return replace(variant, desired=desired, desired_weight=weight)


def _resized(variant: Variant, wanted: dict[str, Any], least: int) -> Variant:
    weight = float(wanted.get("DesiredWeight", variant.desired_weight))
    if variant.serverless is not None:
        return _reserved(variant, wanted, weight)
    count = int(wanted.get("DesiredInstanceCount", variant.desired))
    if count < least:
        raise validation(f'DesiredInstanceCount of variant "{variant.name}" must be at least {least}.')
    return replace(variant, desired=count, desired_weight=weight)


def _reserved(variant: Variant, wanted: dict[str, Any], weight: float) -> Variant:
    if "DesiredInstanceCount" in wanted:
        raise validation(f'DesiredInstanceCount is not supported for serverless variant "{variant.name}".')
    update = wanted.get("ServerlessUpdateConfig", {})
    serverless = {**(variant.serverless or {}), **update}
    reserved = int(update.get("ProvisionedConcurrency", variant.desired))
    if reserved > int(serverless["MaxConcurrency"]):
        raise validation("ProvisionedConcurrency must be less than or equal to MaxConcurrency.")
    spec = {**variant.spec, "ServerlessConfig": serverless}
    return replace(variant, spec=spec, desired=reserved, desired_weight=weight)


def _refuse_registered(endpoint: Endpoint, wanted: tuple[Variant, ...], region: str, cloud: Cloud) -> None:
    types = {variant.name: variant.spec.get("InstanceType") for variant in wanted}
    names = [
        variant.name
        for variant in endpoint.variants
        if bounds.target(cloud, region, endpoint.name, variant.name)
        and types.get(variant.name) != variant.spec.get("InstanceType")
    ]
    if names:
        raise validation(REGISTERED.format(names=", ".join(names)))
