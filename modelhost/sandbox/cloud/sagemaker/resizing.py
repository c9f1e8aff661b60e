"""How UpdateEndpointWeightsAndCapacities changes one variant: instances, or provisioned concurrency."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from modelhost.sandbox.cloud.call import validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker.definition import CONFIGURATION
from modelhost.sandbox.cloud.sagemaker.transition import Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant

CONCURRENCY = "ProvisionedConcurrency"


def asynchronous(endpoint: Endpoint, region: str, cloud: Cloud) -> bool:
    """Tell whether an endpoint answers through S3, so that it may have no instance."""
    config = cloud.shelf(CONFIGURATION.shelf).get((region, endpoint.config))
    return config is not None and "AsyncInferenceConfig" in config.fields


def resized(variant: Variant, wanted: dict[str, Any], least: int) -> Variant:
    """Give a variant the weight and the count that are wanted, or refuse them."""
    weight = float(wanted.get("DesiredWeight", variant.desired_weight))
    if variant.serverless is not None:
        return _reserved(variant, variant.serverless, wanted, weight)
    if "ServerlessUpdateConfig" in wanted:
        raise validation(f'ServerlessUpdateConfig is not supported for variant "{variant.name}", which has instances.')
    count = int(wanted.get("DesiredInstanceCount", variant.desired))
    if count < (0 if variant.hosts_components else least):
        raise validation(f'DesiredInstanceCount of variant "{variant.name}" must be at least {least}.')
    return replace(variant, desired=count, desired_weight=weight)


def _reserved(variant: Variant, serverless: dict[str, Any], wanted: dict[str, Any], weight: float) -> Variant:
    if "DesiredInstanceCount" in wanted:
        raise validation(f'DesiredInstanceCount is not supported for serverless variant "{variant.name}".')
    update = wanted.get("ServerlessUpdateConfig", {})
    changed = {**serverless, **update}
    reserved = int(update.get(CONCURRENCY, variant.desired))
    if reserved > int(changed["MaxConcurrency"]):
        raise validation(f"{CONCURRENCY} must be less than or equal to MaxConcurrency.")
    spec = {**variant.spec, "ServerlessConfig": changed}
    return replace(variant, spec=spec, desired=reserved, desired_weight=weight)
