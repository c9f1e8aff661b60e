"""Everything of one endpoint but its scaling: artifact, role, alarms and the endpoint itself."""

from components.endpoint_alarms import EndpointAlarms
from components.endpoint_plan import VARIANT, log_group_name
from components.execution_role import ExecutionRole, ModelSourceArgs
from components.model_artifact import ModelArtifact
from components.sagemaker_endpoint import SageMakerEndpoint
from infra.stage import Stage
from modelhost.catalog.machine import machine

MAX_RESOURCES_PER_ENDPOINT = 36
"""Registered resources, components included, of a GPU endpoint with an SLO, autoscaling and a schedule of two."""


def host(stage: Stage, key: str, initial_count: int, desired_count: int | None = None) -> SageMakerEndpoint:
    """Make endpoint *key*; *desired_count* is absent when an autoscaler or a schedule owns the count."""
    environment, network = stage.environment, stage.platform.network
    spec, opts = environment.endpoints[key], stage.options(key)
    artifact = _artifact(stage, key)
    return SageMakerEndpoint(
        stage.resource_name(key),
        {
            "spec": spec,
            "endpoint_name": environment.endpoint_name(key),
            "region": stage.account.region,
            "role_arn": spec.role_arn or _role(stage, key, artifact).role_arn,
            "subnet_ids": network.private_subnet_ids,
            "security_group_ids": network.security_group_ids,
            "ready": network.ready,
            "key_arn": stage.platform.key_arn,
            "initial_count": initial_count,
            "alarm_names": _alarms(stage, key).alarm_names,
            "keep_versions": environment.keep_versions,
            "log_retention_days": environment.log_retention_days,
            "protect": environment.protect,
            "data_source": artifact.data_source if artifact else None,
            "artifact_bytes": artifact.size_bytes if artifact else None,
            "secret_environment": stage.settings.secrets.get(key),
            "desired_count": desired_count,
        },
        opts,
    )


def _artifact(stage: Stage, key: str) -> ModelArtifact | None:
    """Return the model in S3; none when the image brings it along."""
    model = stage.environment.endpoints[key].model
    if model.artifact is None:
        return None
    return ModelArtifact(
        f"{stage.resource_name(key)}-artifact",
        {
            "spec": model,
            "endpoint": stage.environment.endpoint_name(key),
            "folder": str(stage.settings.folder),
            "cache": str(stage.settings.cache),
            "bucket_name": stage.platform.bucket_name,
            "key_arn": stage.platform.key_arn,
        },
        stage.options(key),
    )


def _role(stage: Stage, key: str, artifact: ModelArtifact | None) -> ExecutionRole:
    """Return a role of the endpoint's own."""
    spec, network = stage.environment.endpoints[key], stage.platform.network
    return ExecutionRole(
        f"{stage.resource_name(key)}-role",
        {
            "account": stage.account,
            "iam": stage.environment.iam,
            "images": [spec.model.image_uri(stage.account.region, machine(spec.machine_type))],
            "log_group_name": log_group_name(stage.environment.endpoint_name(key)),
            "subnet_ids": network.private_subnet_ids,
            "security_group_ids": network.security_group_ids,
            "sources": [_source(stage, key, artifact)] if artifact else [],
        },
        stage.options(key),
    )


def _source(stage: Stage, key: str, artifact: ModelArtifact) -> ModelSourceArgs:
    """Return where a model lies."""
    key_arn = stage.environment.endpoints[key].model.kms_key_arn or stage.platform.key_arn
    return {"bucket_name": artifact.bucket_name, "prefix": artifact.prefix, "key_arn": key_arn}


def _alarms(stage: Stage, key: str) -> EndpointAlarms:
    """Return the endpoint's alarms, which stand before it does."""
    spec = stage.environment.endpoints[key]
    return EndpointAlarms(
        f"{stage.resource_name(key)}-alarms",
        {
            "endpoint_name": stage.environment.endpoint_name(key),
            "variant_name": VARIANT,
            "machine": spec.machine_type,
            "spec": stage.environment.endpoint_alarms(key),
            "slo": spec.slo,
            "topic_arn": stage.platform.alarm_topic_arn,
        },
        stage.options(key),
    )
