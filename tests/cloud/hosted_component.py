"""The words that tests of inference components share."""

from __future__ import annotations

from typing import Any

from tests.cloud.embedded import ROLE, Sandbox, unique, until

COMPUTE = {"NumberOfCpuCoresRequired": 1.0, "MinMemoryRequiredInMb": 1024}
MACHINE = "ml.m7i.xlarge"
MACHINE_CORES = 4


def host_configuration(cloud: Sandbox, low: int = 1, high: int = 2, **variant: Any) -> str:
    """Create a configuration whose variant takes inference components, on a managed number of instances."""
    name = unique("config")
    managed = {"Status": "ENABLED", "MinInstanceCount": low, "MaxInstanceCount": high}
    spec = {"VariantName": "main", "InstanceType": MACHINE, "InitialInstanceCount": 1}
    cloud.client("sagemaker").create_endpoint_config(
        EndpointConfigName=name,
        ExecutionRoleArn=ROLE,
        ProductionVariants=[{**spec, "ManagedInstanceScaling": managed, **variant}],
    )
    return name


def host(cloud: Sandbox, low: int = 1, high: int = 2, **variant: Any) -> str:
    """Create an endpoint that takes inference components."""
    return cloud.endpoint(host_configuration(cloud, low, high, **variant))


def specification(cloud: Sandbox, model: str | None = None, **compute: Any) -> dict[str, Any]:
    """Describe what a component runs and reserves."""
    return {"ModelName": model or cloud.model(), "ComputeResourceRequirements": {**COMPUTE, **compute}}


def create_component(cloud: Sandbox, endpoint: str, copies: int = 1, **fields: Any) -> str:
    """Create a component without waiting for it."""
    name = str(fields.pop("InferenceComponentName", unique("component")))
    request = {
        "VariantName": "main",
        "Specification": fields.pop("Specification", None) or specification(cloud),
        "RuntimeConfig": {"CopyCount": copies},
        **fields,
    }
    kept = {key: value for key, value in request.items() if value is not None}
    cloud.client("sagemaker").create_inference_component(InferenceComponentName=name, EndpointName=endpoint, **kept)
    return name


def create_adapter(cloud: Sandbox, endpoint: str, base: str, uri: str = "s3://elsewhere/adapter.tar.gz") -> str:
    """Create an adapter on a base without waiting for it."""
    adapter = {"BaseInferenceComponentName": base, "Container": {"ArtifactUrl": uri}}
    return create_component(cloud, endpoint, VariantName=None, RuntimeConfig=None, Specification=adapter)


def component(cloud: Sandbox, endpoint: str, copies: int = 1, **fields: Any) -> str:
    """Create a component and wait until it is in service."""
    name = create_component(cloud, endpoint, copies, **fields)
    settled_component(cloud, name)
    return name


def show(cloud: Sandbox, name: str) -> dict[str, Any]:
    """Describe a component."""
    return dict(cloud.client("sagemaker").describe_inference_component(InferenceComponentName=name))


def settled_component(cloud: Sandbox, name: str) -> dict[str, Any]:
    """Wait until a component is at rest."""

    def at_rest() -> dict[str, Any] | None:
        shown = show(cloud, name)
        return shown if shown["InferenceComponentStatus"] in ("InService", "Failed") else None

    found: dict[str, Any] = until(at_rest)
    return found


def copies_of(shown: dict[str, Any]) -> tuple[int, int]:
    """Read the current and the desired copies."""
    runtime = shown["RuntimeConfig"]
    return runtime["CurrentCopyCount"], runtime["DesiredCopyCount"]


def slow_component(cloud: Sandbox, operation: str, name: str, kind: str = "slow", **fields: Any) -> None:
    """Let the next such change of a component take an hour."""
    fault = {"service": "sagemaker", "operation": operation, "kind": kind, "seconds": 3600, **fields}
    cloud.control("faults", {**fault, "match": {"InferenceComponentName": name}})


def scope_of_copies(name: str) -> dict[str, str]:
    """Name the copies of a component as Application Auto Scaling does."""
    return {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"inference-component/{name}",
        "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount",
    }
