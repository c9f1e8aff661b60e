"""Requests about inference components, from the properties that a program writes; unknown values pass through."""

from collections.abc import Mapping
from typing import Any

from modelhost.provider.sagemaker.component.specification import is_adapter_wanted
from modelhost.provider.sagemaker.ownership import tag_list
from modelhost.provider.sagemaker.request import pascal_keys
from modelhost.provider.sagemaker.rollout.deployment import deployment_request

FIRST_COPIES = 1
"""SageMaker refuses to create a component without a copy; only an autoscaler brings it to none afterwards."""


def create_request(inputs: Mapping[str, Any], tags: Mapping[str, str], copies: object = None) -> dict[str, Any]:
    """The CreateInferenceComponent request; an adapter has no copies of its own."""
    runtime = None if is_adapter_wanted(inputs) else {"CopyCount": first_copies(inputs) if copies is None else copies}
    return _present(
        {
            "InferenceComponentName": inputs.get("name"),
            "EndpointName": inputs.get("endpointName"),
            "VariantName": inputs.get("variantName"),
            "Specification": pascal_keys(inputs.get("specification")),
            "Specifications": pascal_keys(inputs.get("specifications")),
            "RuntimeConfig": runtime,
            "Tags": tag_list(tags) if tags else None,
        }
    )


def update_request(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The UpdateInferenceComponent request; without a runtime configuration the copies stay as they are."""
    return _present(
        {
            "InferenceComponentName": inputs.get("name"),
            "Specification": pascal_keys(inputs.get("specification")),
            "Specifications": pascal_keys(inputs.get("specifications")),
            "DeploymentConfig": deployment_request(_mapping(inputs.get("deploymentConfig"))),
        }
    )


def copies_request(name: object, copies: object) -> dict[str, Any]:
    """The UpdateInferenceComponentRuntimeConfig request."""
    return {"InferenceComponentName": name, "DesiredRuntimeConfig": {"CopyCount": copies}}


def first_copies(inputs: Mapping[str, Any]) -> Any:
    """Copies at creation: those given for it, else those that Pulumi owns, else one."""
    for key in ("copyCount", "desiredCopyCount"):
        if inputs.get(key):
            return inputs[key]
    return FIRST_COPIES


def _present(request: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in request.items() if value not in (None, [], {})}


def _mapping(value: Any) -> Mapping[str, Any] | None:
    return value if isinstance(value, Mapping) else None
