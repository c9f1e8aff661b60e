"""Endpoints of every kind, with defaults to override, as the component that hosts them registers them."""

from typing import Any

from components.account import Account
from components.endpoint_making import Artifact
from components.sagemaker_endpoint import SageMakerEndpoint
from modelhost.spec.endpoint import EndpointSpec
from tests.components.recording import ACCOUNT, REGION

MODEL = {"artifact": "./model", "framework": "sklearn"}
GPU_MODEL = {"artifact": "s3://models/chat/v1/", "framework": "vllm", "size_gib": 15}
SCALING = {"strategy": "horizontal", "replicas": {"count": 2}}
SOURCE = {"s3DataSource": {"s3Uri": "s3://b/k/", "s3DataType": "S3Prefix", "compressionType": "None"}}
KINDS: dict[str, dict[str, Any]] = {
    "realtime": {"machine": "ml.m7i.large"},
    "components": {"machine": "ml.g6e.xlarge", "model": GPU_MODEL, "environment": {"SM_VLLM_MODEL": "/opt/ml/model"}},
    "multi-model": {"machine": "ml.m7i.large", "model": {**MODEL, "artifact": "s3://models/all/"}},
    "async": {"machine": "ml.m7i.large"},
    "serverless": {"serverless": {"memory_gib": 2, "max_concurrency": 20}, "network_isolation": False},
}


def endpoint(kind: str, args: dict[str, Any] | None = None, **spec: Any) -> SageMakerEndpoint:
    """Return an endpoint of *kind* with defaults to override, or to leave out by None."""
    words = {"kind": kind, "model": MODEL, "scaling": SCALING, **KINDS[kind], **spec}
    defaults: dict[str, Any] = {
        "spec": EndpointSpec(**{key: value for key, value in words.items() if value is not None}),
        "endpoint_name": "dev-digits",
        "account": Account(id=ACCOUNT, region=REGION),
        "role_arn": "arn:role",
        "artifacts": {"primary": Artifact(SOURCE, 0), "shadow": Artifact(SOURCE, 0), "wide": Artifact(SOURCE, 0)},
        "subnet_ids": ["subnet-1"],
        "security_group_ids": ["sg-1"],
        "key_arn": "arn:key",
        "traffic_bucket_name": "dev-traffic",
        "topic_arn": "arn:topic",
        "initial_count": 2,
        "desired_count": 2,
        "alarm_names": ["dev-digits-cpu"],
        "guarding_alarm_names": ["dev-digits-rollout-errors"],
        "keep_versions": 3,
        "log_retention_days": 30,
        "protect": False,
    }
    return SageMakerEndpoint("digits", {**defaults, **(args or {})})  # type: ignore[typeddict-item]
