"""How DescribeEndpoint shows a variant: instances, pools of them, or serverless concurrency."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import timestamp
from modelhost.sandbox.cloud.sagemaker.variant import Variant

KEPT_OF_SPEC = ("ManagedInstanceScaling", "RoutingConfig", "AcceleratorPartitionLayouts")
RESERVATION = "CapacityReservationConfig"
CONCURRENCY = "ProvisionedConcurrency"


def shown_variant(variant: Variant, region: str, cloud: Cloud, resolved: float) -> dict[str, Any]:
    """Show a variant that serves."""
    shown: dict[str, Any] = {name: variant.spec[name] for name in KEPT_OF_SPEC if name in variant.spec}
    shown |= {
        "VariantName": variant.name,
        "DeployedImages": _images(variant, region, cloud, resolved),
        "CurrentWeight": variant.weight,
        "DesiredWeight": variant.desired_weight,
    }
    if RESERVATION in variant.spec:
        shown[RESERVATION] = _reservation(variant)
    return {**shown, **_capacity(variant)}


def pending_variant(variant: Variant, region: str, cloud: Cloud, started: float, current: int) -> dict[str, Any]:
    """Show a variant that is being deployed, with the instances that are there already."""
    shown = shown_variant(variant, region, cloud, started)
    shown.pop(RESERVATION, None)
    if variant.serverless is None:
        shown["CurrentInstanceCount"] = current
    if "InstanceType" in variant.spec:
        shown["InstanceType"] = variant.spec["InstanceType"]
    return shown


def _capacity(variant: Variant) -> dict[str, Any]:
    if variant.serverless is not None:
        return {
            "CurrentServerlessConfig": _serverless(variant.serverless, variant.current),
            "DesiredServerlessConfig": _serverless(variant.serverless, variant.desired),
        }
    counts: dict[str, Any] = {"CurrentInstanceCount": variant.current, "DesiredInstanceCount": variant.desired}
    if "InstancePools" in variant.spec:
        counts["InstancePools"] = [
            {"InstanceType": name, "CurrentInstanceCount": variant.pools.get(name, 0)} for name in variant.types
        ]
    return counts


def _serverless(asked: dict[str, Any], concurrency: int) -> dict[str, Any]:
    kept = {name: value for name, value in asked.items() if name != CONCURRENCY}
    return {**kept, CONCURRENCY: concurrency} if concurrency else kept


def _reservation(variant: Variant) -> dict[str, Any]:
    return {
        **variant.spec[RESERVATION],
        "TotalInstanceCount": variant.desired,
        "AvailableInstanceCount": variant.desired - variant.current,
        "UsedByCurrentEndpoint": variant.current,
    }


def _images(variant: Variant, region: str, cloud: Cloud, resolved: float) -> list[dict[str, Any]]:
    model = cloud.shelf("model").get((region, variant.spec.get("ModelName", "")))
    if model is None:
        return []
    containers = [model.fields.get("PrimaryContainer"), *model.fields.get("Containers", [])]
    images = [container["Image"] for container in containers if container and "Image" in container]
    return [
        {"SpecifiedImage": image, "ResolvedImage": image, "ResolutionTime": timestamp(resolved)} for image in images
    ]
