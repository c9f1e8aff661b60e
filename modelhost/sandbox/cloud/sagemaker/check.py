"""What SageMaker refuses of a model when it is created."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.storage import readable
from modelhost.sandbox.cloud.trust.role import assumable

SERVICE = "sagemaker.amazonaws.com"
NO_ROLE = (
    "Could not assume role {role}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' "
    "to assume the role."
)
NO_DATA = (
    "Could not access model data at {uri}. Please ensure that the role exists and that its trust relationship policy "
    "allows the action, that it has s3:GetObject permission, and that the object is located in {region}."
)
MULTI_MODEL = (
    "ModelDataUrl of a container in MultiModel mode must be an S3 prefix below which the model artifacts are, "
    "not {uri}."
)


def model(call: Call, cloud: Cloud) -> None:
    """Refuse a model whose role or artifact, where the sandbox holds them, SageMaker could not use."""
    containers = [call.params.get("PrimaryContainer"), *call.params.get("Containers", [])]
    if not any(containers):
        raise validation("Either PrimaryContainer or Containers must be specified.")
    role = call.params.get("ExecutionRoleArn", "")
    if not assumable(role, SERVICE, call.arn(f"model/{call.params['ModelName'].lower()}")):
        raise validation(NO_ROLE.format(role=role))
    for container in filter(None, containers):
        uri = artifact(container)
        if container.get("Mode") == "MultiModel":
            _refuse_multi_model(call.params, uri)
        elif uri and not readable(uri):
            raise validation(NO_DATA.format(uri=uri, region=call.region))


def _refuse_multi_model(params: dict[str, Any], uri: str | None) -> None:
    if len(params.get("Containers", [])) > 1:
        raise validation("Containers in an inference pipeline cannot be in MultiModel mode.")
    if uri is None or uri.endswith(".tar.gz"):
        raise validation(MULTI_MODEL.format(uri=uri))


def artifact(container: dict[str, Any]) -> str | None:
    """Say where a container's model data is."""
    source: dict[str, Any] = container.get("ModelDataSource", {}).get("S3DataSource", {})
    return container.get("ModelDataUrl") or source.get("S3Uri")
