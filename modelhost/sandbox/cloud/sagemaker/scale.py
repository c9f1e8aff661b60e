"""Pretend that the autoscaler acted: give a variant another instance count, or a component other copies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.component import settling
from modelhost.sandbox.cloud.sagemaker.settling import resize
from modelhost.sandbox.cloud.sagemaker.transition import IN_SERVICE


def scale(cloud: Cloud, endpoint_name: str, variant_name: str, count: int) -> dict[str, Any]:
    """Start a change of a variant's count, as UpdateEndpointWeightsAndCapacities does."""
    for endpoint in state.endpoints(cloud):
        if endpoint.name == endpoint_name and endpoint.status == IN_SERVICE:
            break
    else:
        raise ValueError(f"endpoint '{endpoint_name}' is not in service")
    if variant_name not in {variant.name for variant in endpoint.variants}:
        raise ValueError(f"endpoint '{endpoint_name}' has no variant '{variant_name}'")
    endpoint.variants = tuple(
        replace(variant, desired=count) if variant.name == variant_name else variant for variant in endpoint.variants
    )
    resize(endpoint, cloud, endpoint.variants)
    return {"endpoint": endpoint_name, "variant": variant_name, "count": count}


def scale_component(cloud: Cloud, name: str, count: int) -> dict[str, Any]:
    """Start a change of a component's copies, as UpdateInferenceComponentRuntimeConfig does."""
    for component in settling.components(cloud):
        if component.name == name and component.status == IN_SERVICE:
            settling.resize(component, cloud, count)
            return {"component": name, "count": count}
    raise ValueError(f"inference component '{name}' is not in service")
