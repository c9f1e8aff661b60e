"""Everything of one endpoint but its scaling: artifacts, role, alarms and the endpoint itself."""

from collections.abc import Mapping

import pulumi

from components.component_plan import base_name
from components.endpoint_alarms import EndpointAlarms
from components.endpoint_making import Artifact, all_sizes
from components.endpoint_plan import VARIANT, challengers, images, models, variant_parts
from components.execution_role import ExecutionRole, ExecutionRoleArgs, ModelSourceArgs
from components.hosted import Hosted
from components.kind.table import SHAPES
from components.model_artifact import ModelArtifact
from components.model_location import parse_location
from components.sagemaker_endpoint import SageMakerEndpoint
from infra.fingerprint import fingerprint
from infra.stage import Stage
from infra.traffic import traffic_statements
from modelhost.spec.model import ModelSpec
from modelhost.spec.strategy import Strategy

MAX_RESOURCES_PER_ENDPOINT = 35
"""Registered resources, components included, of a GPU endpoint with an SLO, autoscaling and a schedule of two."""
MAX_RESOURCES_WITH_LADDER = 56
"""The same of one that climbs a ladder of three sizes by demand and by the clock, and is gone at night."""
MAX_RESOURCES_WITH_EVERYTHING = 63
"""The same of one on that ladder whose counts the clock moves too, with a challenger; each further one adds 4."""


def host(stage: Stage, key: str, strategy: Strategy) -> Hosted:
    """Make endpoint *key*, with as many replicas as *strategy* begins with."""
    environment, network = stage.environment, stage.platform.network
    spec, sizes = environment.endpoints[key], strategy.chosen_sizes
    artifacts = {
        variant: _artifact(stage, key, variant, model)
        for variant, model in models(spec).items()
        if model.artifact is not None
    }
    alarms = _alarms(stage, key, sleeps=strategy.hours is not None)
    return SageMakerEndpoint(
        stage.resource_name(key),
        {
            "spec": spec,
            "endpoint_name": environment.endpoint_name(key),
            "account": stage.account,
            "role_arn": spec.role_arn or _role(stage, key, artifacts, all_sizes(spec, sizes)),
            "artifacts": {name: Artifact(each.data_source, each.size_bytes) for name, each in artifacts.items()},
            "secret_environment": stage.settings.secrets.get(key),
            "subnet_ids": network.private_subnet_ids,
            "security_group_ids": network.security_group_ids,
            "ready": network.ready,
            "key_arn": stage.platform.key_arn,
            "traffic_bucket_name": stage.traffic_bucket_name,
            "topic_arn": stage.platform.alarm_topic_arn,
            "initial_count": strategy.count,
            "desired_count": strategy.owned_count,
            "sizes": sizes,
            "sleeps": strategy.hours is not None,
            "scaling_fingerprint": fingerprint(strategy),
            "alarm_names": alarms.alarm_names,
            "guarding_alarm_names": alarms.guarding_alarm_names if spec.rollout.rollback_on_alarms else None,
            "keep_versions": environment.keep_versions,
            "log_retention_days": environment.log_retention_days,
            "protect": environment.protect,
        },
        stage.options(key),
    ).hosted


def _artifact(stage: Stage, key: str, variant: str, model: ModelSpec) -> ModelArtifact:
    """Return the model of a variant in S3."""
    return ModelArtifact(
        f"{stage.resource_name(key)}-artifact{variant_parts(variant)}",
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


def _role(stage: Stage, key: str, artifacts: Mapping[str, ModelArtifact], sizes: list[str]) -> pulumi.Output[str]:
    """Return the ARN of a role of the endpoint's own."""
    environment, network = stage.environment, stage.platform.network
    spec = environment.endpoints[key]
    shape = SHAPES[spec.kind]
    args: ExecutionRoleArgs = {
        "account": stage.account,
        "iam": environment.iam,
        "images": images(spec, stage.account.region, sizes),
        "log_group_name": shape.log_group(environment.endpoint_name(key)),
        "sources": _sources(stage, key, artifacts),
        "statements": traffic_statements(stage, key),
    }
    if shape.networked:
        args["subnet_ids"] = network.private_subnet_ids
        args["security_group_ids"] = network.security_group_ids
    return ExecutionRole(f"{stage.resource_name(key)}-role", args, stage.options(key)).role_arn


def _sources(stage: Stage, key: str, artifacts: Mapping[str, ModelArtifact]) -> list[ModelSourceArgs]:
    """Return where the models of an endpoint lie, and the adapters on them."""
    spec, key_arn = stage.environment.endpoints[key], stage.platform.key_arn
    by_variant = models(spec)
    sources: list[ModelSourceArgs] = [
        {
            "bucket_name": each.bucket_name,
            "prefix": each.prefix,
            "key_arn": by_variant[variant].kms_key_arn or key_arn,
        }
        for variant, each in artifacts.items()
    ]
    for adapter in spec.adapters.values():
        place = parse_location(adapter.artifact)
        sources.append({"bucket_name": place.bucket, "prefix": place.key, "key_arn": spec.model.kms_key_arn or key_arn})
    return sources


def _alarms(stage: Stage, key: str, *, sleeps: bool) -> EndpointAlarms:
    """Return the endpoint's alarms, which stand before it does."""
    spec, name = stage.environment.endpoints[key], stage.environment.endpoint_name(key)
    return EndpointAlarms(
        f"{stage.resource_name(key)}-alarms",
        {
            "endpoint_name": name,
            "variant_name": VARIANT,
            "component_name": base_name(name) if SHAPES[spec.kind].components else None,
            "kind": spec.kind,
            "machine": spec.machine,
            "spec": stage.environment.endpoint_alarms(key),
            "slo": spec.slo,
            "guarded": spec.rollout.rollback_on_alarms,
            "challengers": list(challengers(spec)),
            "sleeps": sleeps,
            "topic_arn": stage.platform.alarm_topic_arn,
        },
        stage.options(key),
    )
