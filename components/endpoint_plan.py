"""Names, limits and permissions of an endpoint, as far as they follow from its block of the stack file."""

from typing import Any

from components.policy_document import Document, allow, document
from modelhost.catalog.machine import machine
from modelhost.spec.endpoint import EndpointSpec

VARIANT = "primary"
"""The one variant of every configuration; alarms and scaling name it, so it never changes."""
LOG_GROUP_PREFIX = "/aws/sagemaker/Endpoints/"
BYTES_PER_GIB = 2**30
INVOKE_ACTIONS = ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"]


def log_group_name(endpoint_name: str) -> str:
    """Return the log group that SageMaker writes for an endpoint."""
    return f"{LOG_GROUP_PREFIX}{endpoint_name}"


def invoker_policy(endpoint_arn: str) -> Document:
    """Return the policy of a caller of one endpoint."""
    return document(allow("Invoke", INVOKE_ACTIONS, [endpoint_arn]))


def production_variant(
    spec: EndpointSpec, model_name: Any, region: str, initial_count: int, artifact_bytes: int
) -> dict[str, Any]:
    """Return the one variant of a configuration; a machine with local NVMe takes no volume size."""
    kind = machine(spec.machine)
    loading = spec.model.loading(kind, artifact_bytes / BYTES_PER_GIB)
    optional = {
        "inferenceAmiVersion": spec.model.inference_ami_version(region, kind),
        "modelDataDownloadTimeoutInSeconds": loading.download_timeout_seconds,
        "containerStartupHealthCheckTimeoutInSeconds": loading.health_check_timeout_seconds,
        "volumeSizeInGb": loading.volume_gib,
    }
    return {
        "variantName": VARIANT,
        "modelName": model_name,
        "instanceType": kind.name,
        "initialInstanceCount": initial_count,
        "initialVariantWeight": 1,
        **{key: value for key, value in optional.items() if value is not None},
    }
