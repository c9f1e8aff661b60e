"""How DescribeInferenceComponent and ListInferenceComponents show a component."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import timestamp
from modelhost.sandbox.cloud.sagemaker.component import state
from modelhost.sandbox.cloud.sagemaker.component.hosting import live_type
from modelhost.sandbox.cloud.sagemaker.component.state import Component
from modelhost.sandbox.cloud.sagemaker.transition import SHELF as ENDPOINTS
from modelhost.sandbox.cloud.sagemaker.transition import Endpoint


def summary(component: Component, call: Call) -> dict[str, Any]:
    """Show a component in a list."""
    return {
        "InferenceComponentName": component.name,
        "InferenceComponentArn": component.arn,
        "EndpointName": component.endpoint,
        "EndpointArn": call.arn(f"endpoint/{component.endpoint.lower()}"),
        "VariantName": component.variant,
        "CreationTime": timestamp(component.created),
        "LastModifiedTime": timestamp(component.modified),
        "InferenceComponentStatus": component.status,
    }


def described(component: Component, call: Call, cloud: Cloud) -> dict[str, Any]:
    """Show a component in full."""
    shown = summary(component, call)
    listed = [_specification(one, component) for one in component.specifications]
    shown["Specifications" if "Specifications" in component.fields else "Specification"] = (
        listed if "Specifications" in component.fields else listed[0]
    )
    if component.base is None:
        shown["RuntimeConfig"] = _runtime(component, call, cloud)
    if component.failure:
        shown["FailureReason"] = component.failure
    if component.deployment:
        shown["LastDeploymentConfig"] = component.deployment
    return shown


def _specification(asked: dict[str, Any], component: Component) -> dict[str, Any]:
    container = dict(asked.get("Container", {}))
    image = container.pop("Image", None)
    if image:
        resolved = timestamp(component.created)
        container["DeployedImage"] = {"SpecifiedImage": image, "ResolvedImage": image, "ResolutionTime": resolved}
    return {**asked, "Container": container} if container else asked


def _runtime(component: Component, call: Call, cloud: Cloud) -> dict[str, Any]:
    resizing = component.change is not None and component.change.state != state.DELETE
    desired = component.change.desired if component.change and resizing else component.desired
    runtime: dict[str, Any] = {"DesiredCopyCount": desired, "CurrentCopyCount": component.current}
    endpoint: Endpoint | None = cloud.shelf(ENDPOINTS).get((call.region, component.endpoint))
    variants = [one for one in endpoint.variants if one.name == component.variant] if endpoint else []
    if variants and component.current:
        runtime["PlacementStatus"] = [{"InstanceType": live_type(variants[0]), "CurrentCopyCount": component.current}]
    return runtime
