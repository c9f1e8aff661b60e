"""What SageMaker refuses of a model or an endpoint configuration when it is created."""

from __future__ import annotations

from typing import Any

from modelhost.catalog.machine import machine, machines
from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker.definition import MODEL
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
        if uri and not readable(uri):
            raise validation(NO_DATA.format(uri=uri, region=call.region))


def artifact(container: dict[str, Any]) -> str | None:
    """Say where a container's model data is."""
    source: dict[str, Any] = container.get("ModelDataSource", {}).get("S3DataSource", {})
    return container.get("ModelDataUrl") or source.get("S3Uri")


def configuration(call: Call, cloud: Cloud) -> None:
    """Refuse variants that no endpoint could run."""
    variants = call.params["ProductionVariants"] + call.params.get("ShadowProductionVariants", [])
    names = [variant["VariantName"] for variant in variants]
    if len(set(names)) != len(names):
        raise validation("Each variant name must be unique in an endpoint configuration.")
    for variant in variants:
        _variant(variant, call, cloud)


def _variant(variant: dict[str, Any], call: Call, cloud: Cloud) -> None:
    if "ModelName" in variant:
        MODEL.find(call, cloud, variant["ModelName"])
        if "ManagedInstanceScaling" in variant:
            raise validation("ManagedInstanceScaling is only supported for inference component endpoints.")
    elif "ExecutionRoleArn" not in call.params:
        raise validation("ExecutionRoleArn is required when a production variant has no ModelName.")
    if "ServerlessConfig" in variant:
        return
    if not ({"InstanceType", "InstancePools"} & set(variant)):
        raise validation(f"InstanceType is required for variant {variant['VariantName']}.")
    _volume(variant)
    if "InitialInstanceCount" not in variant:
        raise validation(f"InitialInstanceCount is required for variant {variant['VariantName']}.")


def _volume(variant: dict[str, Any]) -> None:
    name = variant.get("InstanceType", "")
    if "VolumeSizeInGB" in variant and name in machines() and machine(name).local_nvme_gb:
        raise validation(f"VolumeSize parameter is not allowed for the selected Instance type {name}.")
