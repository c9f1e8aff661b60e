"""What a scalable target may move: instances, copies of a component or provisioned concurrency, each by its rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.call import ACCOUNT_ID, PARTITION, RefusalError, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.component import settling
from modelhost.sandbox.cloud.sagemaker.component import state as component_state
from modelhost.sandbox.cloud.sagemaker.component.state import Component
from modelhost.sandbox.cloud.sagemaker.resizing import asynchronous
from modelhost.sandbox.cloud.sagemaker.settling import keep_bounds
from modelhost.sandbox.cloud.sagemaker.transition import IN_SERVICE, Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant

UNSUPPORTED = "Unsupported service namespace, resource type or scalable dimension"
REAL_TIME = "Minimum capacity cannot be less than 1 for a real-time SageMaker variant"
SERVERLESS = "Minimum capacity cannot be less than 1 for provisioned concurrency"
BURSTABLE = "Automatic scaling is not supported for burstable instances such as T2."
BURSTABLE_FAMILIES = ("ml.t2.", "ml.t3.")
NO_CONCURRENCY = "SageMaker endpoint variant {resource} has no provisioned concurrency to scale"
ABOVE_CONCURRENCY = "Maximum capacity cannot be greater than the MaxConcurrency of the variant, which is {most}"
ADAPTER = "Inference component {name} is an adapter: it has no copies of its own to scale"


@dataclass(frozen=True)
class Scalable:
    """Something with a count: how low and how high it may go, whether it may move now, and how it is moved."""

    least: int
    too_low: str
    most: int | None
    too_high: str
    ready: bool
    keep_bounds: Callable[[], None]


def find(cloud: Cloud, region: str, resource: str, dimension: str | None) -> Scalable:
    """Find what a target is about, or refuse the dimension or the resource."""
    parts = resource.split("/")
    if dimension == bounds.COPIES and len(parts) == 2 and parts[0] == "inference-component":
        return _component(cloud, region, parts[1])
    variant_dimensions = (bounds.VARIANT_DIMENSION, bounds.CONCURRENCY)
    if dimension in variant_dimensions and len(parts) == 4 and parts[0::2] == ["endpoint", "variant"]:
        endpoint = _endpoint(cloud, region, parts[1])
        return _scalable_variant(cloud, region, endpoint, _variant(endpoint, parts[3], resource), str(dimension))
    raise validation(UNSUPPORTED)


def _component(cloud: Cloud, region: str, name: str) -> Scalable:
    found: Component | None = settling.look_up(cloud, region, name)
    if found is None:
        arn = f"arn:{PARTITION}:sagemaker:{region}:{ACCOUNT_ID}:inference-component/{name.lower()}"
        raise validation(f'Could not find inference component "{arn}".')
    if found.base is not None:
        raise validation(ADAPTER.format(name=name))
    ready = found.status == component_state.IN_SERVICE
    return Scalable(0, "", None, "", ready, lambda: settling.keep_bounds(found, region, cloud))


def _scalable_variant(cloud: Cloud, region: str, endpoint: Endpoint, variant: Variant, dimension: str) -> Scalable:
    if dimension != variant.dimension:
        raise validation(UNSUPPORTED)
    if any(name.startswith(BURSTABLE_FAMILIES) for name in variant.types):
        raise validation(BURSTABLE)
    ready = endpoint.status == IN_SERVICE

    def keep() -> None:
        keep_bounds(endpoint, region, cloud)

    if variant.serverless is not None:
        if "ProvisionedConcurrency" not in variant.serverless:
            raise validation(NO_CONCURRENCY.format(resource=bounds.resource_id(endpoint.name, variant.name)))
        most = int(variant.serverless["MaxConcurrency"])
        return Scalable(1, SERVERLESS, most, ABOVE_CONCURRENCY.format(most=most), ready, keep)
    least = 0 if variant.hosts_components or asynchronous(endpoint, region, cloud) else 1
    return Scalable(least, REAL_TIME, None, "", ready, keep)


def _endpoint(cloud: Cloud, region: str, name: str) -> Endpoint:
    found = state.look_up(cloud, region, name)
    if found is None:
        arn = f"arn:{PARTITION}:sagemaker:{region}:{ACCOUNT_ID}:endpoint/{name.lower()}"
        raise validation(f'Could not find endpoint "{arn}".')
    return found


def _variant(endpoint: Endpoint, name: str, resource: str) -> Variant:
    pending = endpoint.transition.variants if endpoint.transition else ()
    for variant in (*endpoint.variants, *pending):
        if variant.name == name and not variant.shadow:
            return variant
    raise validation(f"SageMaker endpoint variant not found: {resource}")


def refuse_capacity(scalable: Scalable, fields: dict[str, int]) -> None:
    """Refuse bounds that are missing, crossed, or beyond what the resource may have."""
    if "MinCapacity" not in fields or "MaxCapacity" not in fields:
        raise validation("MinCapacity and MaxCapacity are required when you register a new scalable target.")
    if fields["MaxCapacity"] < fields["MinCapacity"]:
        raise validation("Maximum capacity cannot be less than minimum capacity")
    if fields["MinCapacity"] < scalable.least:
        raise validation(scalable.too_low)
    if scalable.most is not None and fields["MaxCapacity"] > scalable.most:
        raise validation(scalable.too_high)


def refused_now(cloud: Cloud, region: str, resource: str, dimension: str) -> str | None:
    """Say why a target cannot be moved at this moment; None when it can."""
    try:
        scalable = find(cloud, region, resource, dimension)
    except RefusalError as refusal:
        return refusal.message
    name = resource.split("/")[1]
    kind = "inference component" if dimension == bounds.COPIES else "endpoint"
    return None if scalable.ready else f"{kind} '{name}' is not in a scalable state"
