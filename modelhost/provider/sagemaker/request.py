"""Pulumi's camelCase properties as SageMaker's requests, and its answers as properties; unknown values pass through."""

from collections.abc import Mapping
from typing import Any

CAMEL = {"VolumeSizeInGB": "volumeSizeInGb", "EnableSSMAccess": "enableSsmAccess", "MemorySizeInMB": "memorySizeInMb"}
PASCAL = {**{camel: pascal for pascal, camel in CAMEL.items()}, "kmsKeyArn": "KmsKeyId"}
OWN_NAMES = {"modelName": "name", "endpointConfigName": "name", "kmsKeyId": "kmsKeyArn"}
"""What SageMaker calls the name and the key of the thing itself."""
PLAIN_MAPS = frozenset({"environment", "Environment"})
"""Maps whose keys are the user's."""

MODEL = ("executionRoleArn", "primaryContainer", "vpcConfig", "enableNetworkIsolation")
CONFIGURATION = (
    "productionVariants",
    "shadowProductionVariants",
    "asyncInferenceConfig",
    "dataCaptureConfig",
    "executionRoleArn",
    "vpcConfig",
    "enableNetworkIsolation",
    "kmsKeyArn",
)


def model_request(name: object, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The CreateModel request, tags aside."""
    return {"ModelName": name, **pascal_keys(_only(inputs, MODEL))}


def configuration_request(name: object, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The CreateEndpointConfig request, tags aside."""
    return {"EndpointConfigName": name, **pascal_keys(_only(inputs, CONFIGURATION))}


def properties(answer: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The named properties out of a describe answer, for a resource that Pulumi did not make."""
    found: dict[str, Any] = camel_keys({k: v for k, v in answer.items() if k != "ResponseMetadata"})
    if "kmsKeyId" in found:
        found["kmsKeyArn"] = found.pop("kmsKeyId")
    return _only(found, keys)


def pascal_keys(value: Any) -> Any:
    """The value with AWS's spelling of every key."""
    return _renamed(value, lambda key: PASCAL.get(key, key[:1].upper() + key[1:]))


def camel_keys(value: Any) -> Any:
    """The value with Pulumi's spelling of every key."""
    return _renamed(value, lambda key: CAMEL.get(key, key[:1].lower() + key[1:]))


def property_path(aws_path: str) -> str:
    """The path of a property as the program writes it, from the path in the request."""
    if aws_path.startswith("Tags"):
        return "tags"
    parts = [CAMEL.get(part, part[:1].lower() + part[1:]) for part in aws_path.split(".")]
    return ".".join([OWN_NAMES.get(parts[0], parts[0]), *parts[1:]])


def _renamed(value: Any, rename: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            rename(k): dict(v) if k in PLAIN_MAPS and isinstance(v, Mapping) else _renamed(v, rename)
            for k, v in value.items()
        }
    if isinstance(value, list | tuple):
        return [_renamed(each, rename) for each in value]
    return value


def _only(inputs: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: inputs[key] for key in keys if inputs.get(key) is not None}
