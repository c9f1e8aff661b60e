"""What SageMaker refuses of an endpoint configuration as a whole: features that do not go together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker import variant_check
from modelhost.sandbox.cloud.sagemaker.check import NO_ROLE, SERVICE
from modelhost.sandbox.cloud.sagemaker.definition import MODEL
from modelhost.sandbox.cloud.trust.role import assumable

Params = dict[str, Any]
Rule = tuple[Callable[[Params], bool], str]
PRODUCTION, SHADOW, ASYNC, CAPTURE = (
    "ProductionVariants",
    "ShadowProductionVariants",
    "AsyncInferenceConfig",
    "DataCaptureConfig",
)


def _serverless(params: Params) -> bool:
    return any("ServerlessConfig" in spec for spec in specs(params))


def _without_model(params: Params) -> bool:
    return any("ModelName" not in spec and "ServerlessConfig" not in spec for spec in specs(params))


def _repeated_names(params: Params) -> bool:
    names = [spec["VariantName"] for spec in specs(params)]
    return len(set(names)) != len(names)


RULES: tuple[Rule, ...] = (
    (_repeated_names, "Each variant name must be unique in an endpoint configuration."),
    (
        lambda params: _without_model(params) and "ExecutionRoleArn" not in params,
        "ExecutionRoleArn is required when a production variant has no ModelName.",
    ),
    (
        lambda params: _without_model(params) and ASYNC in params,
        "AsyncInferenceConfig is not supported for inference component endpoints.",
    ),
    (
        lambda params: SHADOW in params and (len(params[SHADOW]) != 1 or len(params[PRODUCTION]) != 1),
        "Exactly one production variant and one shadow variant are required when ShadowProductionVariants is given.",
    ),
    (
        lambda params: SHADOW in params and ASYNC in params,
        "ShadowProductionVariants is not supported for asynchronous inference endpoints.",
    ),
    (
        lambda params: SHADOW in params and _serverless(params),
        "ShadowProductionVariants is not supported for serverless endpoints.",
    ),
    (
        lambda params: _serverless(params) and len(params[PRODUCTION]) > 1,
        "Multiple production variants are not supported for serverless endpoints.",
    ),
    (
        lambda params: _serverless(params) and ASYNC in params,
        "AsyncInferenceConfig is not supported for serverless endpoints.",
    ),
    (
        lambda params: _serverless(params) and CAPTURE in params,
        "DataCaptureConfig is not supported for serverless endpoints.",
    ),
    (
        lambda params: _serverless(params) and ("VpcConfig" in params or params.get("EnableNetworkIsolation", False)),
        "VpcConfig and EnableNetworkIsolation are not supported for serverless endpoints.",
    ),
)


def configuration(call: Call, cloud: Cloud) -> None:
    """Refuse variants that no endpoint could run."""
    for refuses, message in RULES:
        if refuses(call.params):
            raise validation(message)
    role = call.params.get("ExecutionRoleArn", "")
    if not assumable(role, SERVICE, call.arn(f"endpoint-config/{call.params['EndpointConfigName'].lower()}")):
        raise validation(NO_ROLE.format(role=role))
    for spec in specs(call.params):
        _models(spec, call, cloud)
        variant_check.variant(spec, call.region)


def specs(params: Params) -> list[Params]:
    """List the variants of a request, the shadows last."""
    return [*params[PRODUCTION], *params.get(SHADOW, [])]


def _models(spec: Params, call: Call, cloud: Cloud) -> None:
    named = [spec.get("ModelName"), *(pool.get("ModelNameOverride") for pool in spec.get("InstancePools", []))]
    for name in filter(None, named):
        fields = MODEL.find(call, cloud, name).fields
        if "ServerlessConfig" in spec:
            _refuse_serverless(fields)


def _refuse_serverless(model: Params) -> None:
    if model.get("PrimaryContainer", {}).get("Mode") == "MultiModel":
        raise validation("Multi-model endpoints are not supported for serverless endpoints.")
    if "VpcConfig" in model or model.get("EnableNetworkIsolation"):
        raise validation("VpcConfig and EnableNetworkIsolation are not supported for serverless endpoints.")
    if len(model.get("Containers", [])) > 1:
        raise validation("Inference pipelines are not supported for serverless endpoints.")
