"""How DescribeEndpoint and ListEndpoints show an endpoint."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, timestamp
from modelhost.sandbox.cloud.sagemaker.deployment import ROLLING, Phase, phase_at
from modelhost.sandbox.cloud.sagemaker.transition import CREATING, DELETING, UPDATING, Endpoint
from modelhost.sandbox.cloud.sagemaker.variant_description import pending_variant, shown_variant

KEPT_OF_CONFIG = ("AsyncInferenceConfig", "ExplainerConfig", "MetricsConfig", "CrossRegionTrafficConfig")
PRODUCTION, SHADOW = "ProductionVariants", "ShadowProductionVariants"


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
    if endpoint.capture:
        shown["DataCaptureConfig"] = _capture(endpoint.capture)
    for variant in endpoint.variants:
        listed = shown.setdefault(SHADOW if variant.shadow else PRODUCTION, [])
        listed.append(shown_variant(variant, region, cloud, endpoint.modified))
    if endpoint.failure:
        shown["FailureReason"] = endpoint.failure
    if endpoint.deployment:
        shown["LastDeploymentConfig"] = endpoint.deployment
    if endpoint.transition and endpoint.transition.deploys and endpoint.status != DELETING:
        shown["PendingDeploymentSummary"] = _pending(endpoint, region, cloud)
    return shown


def _capture(asked: dict[str, Any]) -> dict[str, Any]:
    enabled = bool(asked.get("EnableCapture", True))
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
    shown: dict[str, Any] = {"EndpointConfigName": change.config, "StartTime": timestamp(change.started)}
    policy = endpoint.deployment if change.status == UPDATING else {}
    for variant in change.variants:
        phase = phase_at(policy, variant.desired, change.fraction(cloud.now()))
        there = 0 if phase.status == CREATING else phase.instances if ROLLING in policy else variant.desired
        one = pending_variant(variant, region, cloud, change.started, current=there)
        one["VariantStatus"] = [_status(phase, timestamp(change.started))]
        shown.setdefault(SHADOW if variant.shadow else PRODUCTION, []).append(one)
    return shown


def _status(phase: Phase, started: datetime) -> dict[str, Any]:
    status = {"Status": phase.status, "StartTime": started}
    return {**status, "StatusMessage": phase.message} if phase.message else status
