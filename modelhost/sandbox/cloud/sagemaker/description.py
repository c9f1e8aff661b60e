"""How DescribeEndpoint and ListEndpoints show an endpoint."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, timestamp
from modelhost.sandbox.cloud.sagemaker.state import CREATING, DELETING, Endpoint, Variant

KEPT_OF_SPEC = ("ManagedInstanceScaling", "RoutingConfig", "CapacityReservationConfig", "AcceleratorPartitionLayouts")
KEPT_OF_CONFIG = ("AsyncInferenceConfig", "ExplainerConfig", "MetricsConfig", "CrossRegionTrafficConfig")


def summary(endpoint: Record) -> dict[str, Any]:
    """Show an endpoint in a list."""
    assert isinstance(endpoint, Endpoint)
    return {
        "EndpointName": endpoint.name,
        "EndpointArn": endpoint.arn,
        "CreationTime": timestamp(endpoint.created),
        "LastModifiedTime": timestamp(endpoint.modified),
        "EndpointStatus": endpoint.status,
    }


def described(endpoint: Endpoint, region: str, cloud: Cloud) -> dict[str, Any]:
    """Show an endpoint in full, with the deployment that is pending."""
    config = cloud.shelf("endpoint-config").get((region, endpoint.config))
    fields = {name: config.fields[name] for name in KEPT_OF_CONFIG if name in config.fields} if config else {}
    shown = {**summary(endpoint), **fields, "EndpointConfigName": endpoint.config}
    if config and "DataCaptureConfig" in config.fields:
        shown["DataCaptureConfig"] = _capture(config.fields["DataCaptureConfig"])
    if endpoint.variants:
        shown["ProductionVariants"] = [_variant(one, region, cloud, endpoint.modified) for one in endpoint.variants]
    if endpoint.failure:
        shown["FailureReason"] = endpoint.failure
    if endpoint.deployment:
        shown["LastDeploymentConfig"] = endpoint.deployment
    if endpoint.transition and endpoint.transition.deploys and endpoint.status != DELETING:
        shown["PendingDeploymentSummary"] = _pending(endpoint, region, cloud)
    return shown


def _capture(asked: dict[str, Any]) -> dict[str, Any]:
    enabled = bool(asked.get("EnableCapture"))
    return {
        "EnableCapture": enabled,
        "CaptureStatus": "Started" if enabled else "Stopped",
        "CurrentSamplingPercentage": asked["InitialSamplingPercentage"],
        "DestinationS3Uri": asked["DestinationS3Uri"],
        "KmsKeyId": asked.get("KmsKeyId", ""),
    }


def _pending(endpoint: Endpoint, region: str, cloud: Cloud) -> dict[str, Any]:
    change = endpoint.transition
    assert change is not None
    variants = [
        {
            **_variant(one, region, cloud, change.started),
            "InstanceType": one.spec.get("InstanceType"),
            "CurrentInstanceCount": 0,
            "VariantStatus": [{"Status": CREATING, "StartTime": timestamp(change.started)}],
        }
        for one in change.variants
    ]
    return {
        "EndpointConfigName": change.config,
        "StartTime": timestamp(change.started),
        "ProductionVariants": variants,
    }


def _variant(variant: Variant, region: str, cloud: Cloud, resolved: float) -> dict[str, Any]:
    shown: dict[str, Any] = {name: variant.spec[name] for name in KEPT_OF_SPEC if name in variant.spec}
    return {
        **shown,
        "VariantName": variant.name,
        "DeployedImages": _images(variant, region, cloud, resolved),
        "CurrentWeight": variant.weight,
        "DesiredWeight": variant.desired_weight,
        "CurrentInstanceCount": variant.current,
        "DesiredInstanceCount": variant.desired,
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
