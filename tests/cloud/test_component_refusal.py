"""What SageMaker refuses of inference components, with its code and in its words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, unique
from tests.cloud.hosted_component import (
    component,
    create_adapter,
    create_component,
    host,
    settled_component,
    slow_component,
    specification,
)
from tests.cloud.test_endpoint_refusal import refused

IMAGE = {"Image": "image:1"}


def test_a_component_starts_with_one_copy_at_least(cloud: Sandbox) -> None:
    """A copy count of 0 is rejected at creation, in AWS's words."""
    refused(
        "Inference components copy count an integer larger than 0",
        create_component,
        cloud=cloud,
        endpoint=host(cloud),
        copies=0,
    )


def test_an_endpoint_with_a_model_takes_no_component(cloud: Sandbox) -> None:
    """A variant that names a model hosts no components."""
    refused(
        "Inference Components are not supported in this Endpoint",
        create_component,
        cloud=cloud,
        endpoint=cloud.endpoint(),
    )


def test_a_changing_endpoint_takes_no_component(cloud: Sandbox) -> None:
    """The endpoint must be in service first."""
    endpoint = host(cloud)
    cloud.slowly("UpdateEndpoint", endpoint)
    config = cloud.describe(endpoint)["EndpointConfigName"]
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint, EndpointConfigName=config)
    refused("the endpoint must be InService", create_component, cloud=cloud, endpoint=endpoint)


def test_a_missing_variant_takes_no_component(cloud: Sandbox) -> None:
    """The variant must be one of the endpoint's."""
    refused('Could not find variant "b"', create_component, cloud=cloud, endpoint=host(cloud), VariantName="b")


def test_a_component_is_not_created_twice(cloud: Sandbox) -> None:
    """The name is taken while the component exists."""
    endpoint = host(cloud)
    refused(
        "Cannot create already existing inference component",
        create_component,
        cloud=cloud,
        endpoint=endpoint,
        InferenceComponentName=component(cloud, endpoint),
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ModelName": "absent"}, "Could not find model"),
        ({"ModelName": None}, "Exactly one of ModelName and Container"),
        ({"Container": IMAGE}, "Exactly one of ModelName and Container"),
        ({"ModelName": None, "Container": {"ArtifactUrl": "s3://a/b"}}, "Image is required"),
        ({"ComputeResourceRequirements": None}, "ComputeResourceRequirements is required"),
        ({"ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024}}, "At least one of NumberOfCpuCores"),
        (
            {
                "ComputeResourceRequirements": {
                    "MinMemoryRequiredInMb": 1024,
                    "MaxMemoryRequiredInMb": 512,
                    "NumberOfCpuCoresRequired": 1,
                }
            },
            "greater than or equal to MinMemoryRequiredInMb",
        ),
        ({"InstanceType": "ml.g6.xlarge"}, "is not an instance type of variant main"),
    ],
)
def test_a_specification_that_cannot_run_is_refused(cloud: Sandbox, change: dict[str, Any], words: str) -> None:
    """A specification says what runs and what it reserves."""
    asked = {**specification(cloud), **change}
    kept = {name: value for name, value in asked.items() if value is not None}
    with pytest.raises(ClientError, match=f"ValidationException.*{re.escape(words)}"):
        create_component(cloud, host(cloud), Specification=kept)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024}}, "not allowed for an adapter"),
        ({"ModelName": "some"}, "not allowed for an adapter"),
        ({"Container": {**IMAGE, "ArtifactUrl": "s3://a/b"}}, "Image is not allowed"),
        ({"Container": {}}, "ArtifactUrl is required for an adapter"),
        ({"BaseInferenceComponentName": "absent"}, "Could not find base inference component"),
    ],
)
def test_an_adapter_is_an_artifact_on_a_base(cloud: Sandbox, change: dict[str, Any], words: str) -> None:
    """An adapter has neither compute nor an image of its own."""
    endpoint = host(cloud)
    base = component(cloud, endpoint)
    asked = {"BaseInferenceComponentName": base, "Container": {"ArtifactUrl": "s3://a/b"}, **change}
    with pytest.raises(ClientError, match=words):
        create_component(cloud, endpoint, VariantName=None, RuntimeConfig=None, Specification=asked)


def test_a_base_at_rest_again_takes_an_adapter(cloud: Sandbox) -> None:
    """A base that was resized takes an adapter when that is over, whoever looked meanwhile."""
    endpoint = host(cloud)
    base = component(cloud, endpoint)
    slow_component(cloud, "UpdateInferenceComponentRuntimeConfig", base)
    cloud.client("sagemaker").update_inference_component_runtime_config(
        InferenceComponentName=base, DesiredRuntimeConfig={"CopyCount": 2}
    )
    refused("is not InService but Updating", create_adapter, cloud=cloud, endpoint=endpoint, base=base)
    cloud.hour()
    create_adapter(cloud, endpoint, base)


def test_an_adapter_has_no_copy_count(cloud: Sandbox) -> None:
    """RuntimeConfig is the base's."""
    endpoint = host(cloud)
    asked = {"BaseInferenceComponentName": component(cloud, endpoint), "Container": {"ArtifactUrl": "s3://a/b"}}
    refused("RuntimeConfig is not allowed", create_component, cloud=cloud, endpoint=endpoint, Specification=asked)


@pytest.mark.parametrize(
    ("operation", "state", "change"),
    [
        ("UpdateInferenceComponent", "UPDATE_IN_PROGRESS", {"RuntimeConfig": {"CopyCount": 2}}),
        ("UpdateInferenceComponentRuntimeConfig", "UPDATE_RC_IN_PROGRESS", {"DesiredRuntimeConfig": {"CopyCount": 2}}),
    ],
)
def test_a_changing_component_is_neither_deleted_nor_changed(
    cloud: Sandbox, operation: str, state: str, change: dict[str, Any]
) -> None:
    """Deletion and a second change wait, and the refusal names the state."""
    name = component(cloud, host(cloud))
    sagemaker = cloud.client("sagemaker")
    method = {
        "UpdateInferenceComponent": sagemaker.update_inference_component,
        "UpdateInferenceComponentRuntimeConfig": sagemaker.update_inference_component_runtime_config,
    }[operation]
    slow_component(cloud, operation, name)
    method(InferenceComponentName=name, **change)
    refused(f"in state {state}", sagemaker.delete_inference_component, InferenceComponentName=name)
    refused(f"in state {state}", method, InferenceComponentName=name, **change)


def test_a_component_that_is_being_created_is_not_deleted(cloud: Sandbox) -> None:
    """Deletion waits for the creation."""
    name = unique("component")
    slow_component(cloud, "CreateInferenceComponent", name)
    create_component(cloud, host(cloud), InferenceComponentName=name)
    sagemaker = cloud.client("sagemaker")
    refused("CREATE_IN_PROGRESS", sagemaker.delete_inference_component, InferenceComponentName=name)


def test_a_failed_component_can_only_be_deleted(cloud: Sandbox) -> None:
    """A component that was never placed takes no update."""
    large = specification(cloud, NumberOfCpuCoresRequired=400)
    name = create_component(cloud, host(cloud), Specification=large)
    settled_component(cloud, name)
    sagemaker = cloud.client("sagemaker")
    refused(
        "in status Failed",
        sagemaker.update_inference_component,
        InferenceComponentName=name,
        RuntimeConfig={"CopyCount": 1},
    )
    sagemaker.delete_inference_component(InferenceComponentName=name)


def test_an_endpoint_goes_after_its_components(cloud: Sandbox) -> None:
    """An endpoint that hosts components is not deleted."""
    endpoint = host(cloud)
    name = component(cloud, endpoint)
    refused(f'"[{name}]" first', cloud.client("sagemaker").delete_endpoint, EndpointName=endpoint)


def test_a_base_goes_after_its_adapters(cloud: Sandbox) -> None:
    """A base that carries adapters is not deleted."""
    endpoint = host(cloud)
    base = component(cloud, endpoint)
    settled_component(cloud, create_adapter(cloud, endpoint, base))
    refused("use it as base", cloud.client("sagemaker").delete_inference_component, InferenceComponentName=base)


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 60}}, "between 5% and 50% of the copy count"),
        ({"MaximumBatchSize": {"Type": "COPY_COUNT", "Value": 3}}, "between 5% and 50% of the copy count"),
        (
            {
                "MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 25},
                "WaitIntervalInSeconds": 300,
                "MaximumExecutionTimeoutInSeconds": 1200,
            },
            "must exceed the time",
        ),
    ],
)
def test_a_rolling_update_is_bounded(cloud: Sandbox, policy: dict[str, Any], words: str) -> None:
    """Batches are 5 to 50 % of the copies, and fit into the timeout."""
    name = component(cloud, host(cloud), 4)
    refused(
        words,
        cloud.client("sagemaker").update_inference_component,
        InferenceComponentName=name,
        DeploymentConfig={"RollingUpdatePolicy": {"WaitIntervalInSeconds": 0, **policy}},
    )


def test_a_missing_component_is_not_found(cloud: Sandbox) -> None:
    """Describing what is not there is a ValidationException."""
    refused(
        "Could not find inference component",
        cloud.client("sagemaker").describe_inference_component,
        InferenceComponentName="absent",
    )
