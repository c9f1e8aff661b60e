"""What SageMaker refuses, with its code and in its words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import ROLE, Sandbox, unique, until


def refused(words: str, call: Callable[..., Any], code: str = "ValidationException", **params: Any) -> None:
    """Assert that a call is refused with a code and these words."""
    with pytest.raises(ClientError, match=re.escape(words)) as raised:
        call(**params)
    assert raised.value.response["Error"]["Code"] == code


def test_an_existing_endpoint_is_not_created_again(cloud: Sandbox) -> None:
    """The name of an endpoint is taken while it exists."""
    endpoint = cloud.endpoint()
    config = cloud.configuration()
    refused(
        "Cannot create already existing endpoint",
        cloud.client("sagemaker").create_endpoint,
        EndpointName=endpoint,
        EndpointConfigName=config,
    )


def test_a_changing_endpoint_is_not_updated(cloud: Sandbox) -> None:
    """A second update waits for the first."""
    endpoint = _updating(cloud)
    refused(
        "Cannot update in-progress endpoint",
        cloud.client("sagemaker").update_endpoint,
        EndpointName=endpoint,
        EndpointConfigName=cloud.describe(endpoint)["EndpointConfigName"],
    )


def test_a_changing_endpoint_is_not_deleted(cloud: Sandbox) -> None:
    """Deletion waits for the update."""
    refused(
        "Cannot update in-progress endpoint",
        cloud.client("sagemaker").delete_endpoint,
        EndpointName=_updating(cloud),
    )


def test_a_changing_endpoint_is_not_scaled(cloud: Sandbox) -> None:
    """Capacity changes wait for the update."""
    refused(
        "Cannot update in-progress endpoint",
        cloud.client("sagemaker").update_endpoint_weights_and_capacities,
        EndpointName=_updating(cloud),
        DesiredWeightsAndCapacities=[{"VariantName": "main", "DesiredInstanceCount": 2}],
    )


def test_an_update_to_a_missing_configuration_is_refused(cloud: Sandbox) -> None:
    """The configuration of an update must exist."""
    refused(
        "Could not find endpoint configuration",
        cloud.client("sagemaker").update_endpoint,
        EndpointName=cloud.endpoint(),
        EndpointConfigName="absent",
    )


def test_a_failed_endpoint_can_only_be_deleted(cloud: Sandbox) -> None:
    """An endpoint that never came up takes no update."""
    config = cloud.configuration()
    cloud.slowly("CreateEndpoint", config, "fail", seconds=0, reason="no image")
    sagemaker = cloud.client("sagemaker")
    sagemaker.create_endpoint(EndpointName=config, EndpointConfigName=config)
    cloud.settled(config)
    refused("can only be deleted", sagemaker.update_endpoint, EndpointName=config, EndpointConfigName=config)
    sagemaker.delete_endpoint(EndpointName=config)


def test_a_missing_model_is_not_configured(cloud: Sandbox) -> None:
    """A configuration names models that exist."""
    refused("Could not find model", cloud.configuration, model="absent")


def test_a_configuration_is_not_created_twice(cloud: Sandbox) -> None:
    """The name of a configuration is taken while it exists."""
    config = cloud.configuration()
    shown = cloud.client("sagemaker").describe_endpoint_config(EndpointConfigName=config)
    refused(
        "Cannot create already existing endpoint configuration",
        cloud.client("sagemaker").create_endpoint_config,
        EndpointConfigName=config,
        ProductionVariants=shown["ProductionVariants"],
    )


def test_a_configuration_in_use_is_not_deleted(cloud: Sandbox) -> None:
    """The live configuration and the one being deployed both stay."""
    old, new = cloud.configuration(), cloud.configuration()
    endpoint = cloud.endpoint(old)
    sagemaker = cloud.client("sagemaker")
    cloud.slowly("UpdateEndpoint", endpoint)
    sagemaker.update_endpoint(EndpointName=endpoint, EndpointConfigName=new)
    refused("uses it", sagemaker.delete_endpoint_config, EndpointConfigName=old)
    refused("uses it", sagemaker.delete_endpoint_config, EndpointConfigName=new)
    cloud.hour()
    cloud.settled(endpoint)
    sagemaker.delete_endpoint_config(EndpointConfigName=old)


def test_a_registered_variant_keeps_its_instance_type(cloud: Sandbox) -> None:
    """The type of an autoscaled variant changes only after its target is deregistered."""
    endpoint = cloud.endpoint()
    scope = cloud.register(endpoint)
    larger = cloud.configuration(InstanceType="ml.m7i.2xlarge")
    sagemaker = cloud.client("sagemaker")
    refused(
        'The variant(s) "[main]" must be deregistered as scalable target',
        sagemaker.update_endpoint,
        EndpointName=endpoint,
        EndpointConfigName=larger,
    )
    cloud.client("application-autoscaling").deregister_scalable_target(**scope)
    sagemaker.update_endpoint(EndpointName=endpoint, EndpointConfigName=larger)
    assert cloud.settled(endpoint)["EndpointConfigName"] == larger


def test_a_registered_variant_is_not_removed(cloud: Sandbox) -> None:
    """An autoscaled variant stays until its target is deregistered."""
    endpoint = cloud.endpoint()
    cloud.register(endpoint)
    refused(
        "must be deregistered as scalable target",
        cloud.client("sagemaker").update_endpoint,
        EndpointName=endpoint,
        EndpointConfigName=cloud.configuration(VariantName="other"),
    )


def test_a_real_time_variant_keeps_one_instance(cloud: Sandbox) -> None:
    """A model variant does not scale to nothing."""
    refused(
        "must be at least 1",
        cloud.client("sagemaker").update_endpoint_weights_and_capacities,
        EndpointName=cloud.endpoint(),
        DesiredWeightsAndCapacities=[{"VariantName": "main", "DesiredInstanceCount": 0}],
    )


def test_managed_scaling_needs_inference_components(cloud: Sandbox) -> None:
    """ManagedInstanceScaling on a model variant is a 400, as on AWS."""
    refused(
        "only supported for inference component endpoints",
        cloud.configuration,
        ManagedInstanceScaling={"Status": "ENABLED", "MinInstanceCount": 0},
    )


def test_a_variant_without_model_needs_an_execution_role(cloud: Sandbox) -> None:
    """An inference component endpoint has a role of its own."""
    refused(
        "ExecutionRoleArn is required",
        cloud.client("sagemaker").create_endpoint_config,
        EndpointConfigName=unique("config"),
        ProductionVariants=[{"VariantName": "main", "InstanceType": "ml.g6.xlarge", "InitialInstanceCount": 1}],
    )


def test_an_unknown_instance_type_is_refused(cloud: Sandbox) -> None:
    """The server itself holds the enumerations that botocore does not check."""
    refused("'ml.g6.tiny' is not one of", cloud.configuration, InstanceType="ml.g6.tiny")


def test_a_machine_with_local_storage_takes_no_volume_size(cloud: Sandbox) -> None:
    """VolumeSizeInGB is refused where SageMaker attaches no volume."""
    refused("VolumeSize parameter is not allowed", cloud.configuration, InstanceType="ml.g6.xlarge", VolumeSizeInGB=64)


def test_a_model_whose_artifact_is_missing_is_refused(cloud: Sandbox) -> None:
    """Where the bucket is ours, the object must be there."""
    bucket = unique("bucket")
    cloud.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    container = {"Image": "image", "ModelDataUrl": f"s3://{bucket}/model.tar.gz"}
    refused("Could not access model data", cloud.model, PrimaryContainer=container)


def test_a_role_that_does_not_trust_sagemaker_is_refused(cloud: Sandbox) -> None:
    """Where the role is ours, its trust policy is read."""
    statement = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = cloud.client("iam").create_role(RoleName=unique("role"), AssumeRolePolicyDocument=document)["Role"]["Arn"]
    refused(
        "Could not assume role",
        cloud.client("sagemaker").create_model,
        ModelName=unique("model"),
        ExecutionRoleArn=role,
        PrimaryContainer={"Image": "image"},
    )


def test_an_endpoint_configuration_keeps_every_field(cloud: Sandbox) -> None:
    """What the API accepts comes back."""
    name = unique("config")
    variant = {
        "VariantName": "main",
        "ModelName": cloud.model(),
        "InstanceType": "ml.g6e.xlarge",
        "InitialInstanceCount": 2,
        "InitialVariantWeight": 1.0,
        "ModelDataDownloadTimeoutInSeconds": 900,
        "ContainerStartupHealthCheckTimeoutInSeconds": 600,
        "RoutingConfig": {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"},
        "InferenceAmiVersion": "al2023-ami-sagemaker-inference-gpu-4-1",
        "EnableSSMAccess": False,
    }
    request = {
        "ProductionVariants": [variant],
        "ShadowProductionVariants": [{**variant, "VariantName": "shadow"}],
        "KmsKeyId": "arn:aws:kms:us-west-2:123456789012:key/12345678-1234-1234-1234-123456789012",
        "ExecutionRoleArn": ROLE,
        "EnableNetworkIsolation": True,
        "VpcConfig": {"SecurityGroupIds": ["sg-0123456789abcdef0"], "Subnets": ["subnet-0123456789abcdef0"]},
    }
    sagemaker = cloud.client("sagemaker")
    sagemaker.create_endpoint_config(EndpointConfigName=name, **request)
    shown = sagemaker.describe_endpoint_config(EndpointConfigName=name)
    assert {field: shown[field] for field in request} == request


def test_tags_of_endpoints_configurations_and_models(cloud: Sandbox) -> None:
    """Tags are kept by ARN, overwritten and removed."""
    sagemaker = cloud.client("sagemaker")
    arn = cloud.describe(cloud.endpoint())["EndpointArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "owner", "Value": "a"}, {"Key": "old", "Value": "b"}])
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "owner", "Value": "c"}])
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["old"])
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "owner", "Value": "c"}]


def test_tags_of_what_is_gone_are_not_found(cloud: Sandbox) -> None:
    """The tags of a deleted configuration are refused, not invented."""
    sagemaker = cloud.client("sagemaker")
    config = cloud.configuration()
    arn = sagemaker.describe_endpoint_config(EndpointConfigName=config)["EndpointConfigArn"]
    sagemaker.delete_endpoint_config(EndpointConfigName=config)
    refused("Could not find resource", sagemaker.list_tags, ResourceArn=arn)


def test_a_gone_endpoint_is_not_found(cloud: Sandbox) -> None:
    """Describing what is not there is a ValidationException, as SageMaker has it."""
    endpoint = cloud.endpoint()
    sagemaker = cloud.client("sagemaker")
    sagemaker.delete_endpoint(EndpointName=endpoint)
    until(lambda: not sagemaker.list_endpoints(NameContains=endpoint)["Endpoints"])
    refused("Could not find endpoint", sagemaker.describe_endpoint, EndpointName=endpoint)


def _updating(cloud: Sandbox) -> str:
    endpoint = cloud.endpoint()
    cloud.slowly("UpdateEndpoint", endpoint)
    config = cloud.configuration()
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint, EndpointConfigName=config)
    return endpoint
