"""Which kind an endpoint that Pulumi did not make is of, so that taking it over replaces nothing."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.sagemaker.failure import is_missing
from modelhost.provider.sagemaker.wanted import COMPONENTS, REALTIME, SERVERLESS


def kind_of(client: Any, configuration: str) -> str:
    """The kind by its live configuration, and by the model where the configuration leaves two possible."""
    answer = _described(client.describe_endpoint_config, EndpointConfigName=configuration)
    variants = answer.get("ProductionVariants") or []
    if answer.get("AsyncInferenceConfig"):
        return "async"
    if any(variant.get("ServerlessConfig") for variant in variants):
        return SERVERLESS
    if variants and not any(variant.get("ModelName") for variant in variants):
        return COMPONENTS
    models = (_described(client.describe_model, ModelName=v["ModelName"]) for v in variants if v.get("ModelName"))
    return "multi-model" if any(map(_has_several, models)) else REALTIME


def _has_several(model: Mapping[str, Any]) -> bool:
    containers = [model.get("PrimaryContainer"), *(model.get("Containers") or ())]
    return any(container.get("Mode") == "MultiModel" for container in containers if container)


def _described(call: Any, **arguments: Any) -> Mapping[str, Any]:
    try:
        return call(**arguments)  # type: ignore[no-any-return]
    except ClientError as error:
        if is_missing(error):
            return {}
        raise
