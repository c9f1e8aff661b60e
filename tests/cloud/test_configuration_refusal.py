"""What SageMaker refuses of an endpoint configuration: features that do not go together, and numbers out of range."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import ROLE, Sandbox, client_of, unique

SERVERLESS = {"VariantName": "main", "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}
INSTANCES = {"VariantName": "main", "InstanceType": "ml.m7i.large", "InitialInstanceCount": 1}
POOLED = {"VariantName": "main", "InitialInstanceCount": 1}
ASYNC = {"AsyncInferenceConfig": {"OutputConfig": {"S3OutputPath": "s3://elsewhere/answers"}}}
CAPTURE = {
    "DataCaptureConfig": {
        "EnableCapture": True,
        "InitialSamplingPercentage": 10,
        "DestinationS3Uri": "s3://elsewhere/captured",
        "CaptureOptions": [{"CaptureMode": "Input"}],
    }
}
POOL = {"InstanceType": "ml.g6.xlarge", "Priority": 1}
MANAGED = {"Status": "ENABLED", "MinInstanceCount": 1, "MaxInstanceCount": 2}
NO_MODEL = "no-model"


def create(cloud: Sandbox, *variants: dict[str, Any], **fields: Any) -> None:
    """Create a configuration; variants get a model unless they say otherwise."""
    model = cloud.model()

    def with_model(spec: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in spec.items() if name != NO_MODEL}
        return kept if NO_MODEL in spec else {"ModelName": model, **kept}

    shadows = [with_model(spec) for spec in fields.pop("ShadowProductionVariants", [])]
    shadow_fields = {"ShadowProductionVariants": shadows} if shadows else {}
    cloud.client("sagemaker").create_endpoint_config(
        EndpointConfigName=unique("config"),
        ProductionVariants=[with_model(spec) for spec in variants],
        **shadow_fields,
        **fields,
    )


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ({**SERVERLESS, NO_MODEL: True}, "ModelName is required for serverless variant main"),
        ({**SERVERLESS, "InstanceType": "ml.m7i.large"}, "InstanceType cannot be specified for variant main"),
        ({**SERVERLESS, "InitialInstanceCount": 1}, "InitialInstanceCount cannot be specified for variant main"),
        (
            {**SERVERLESS, "ServerlessConfig": {"MemorySizeInMB": 1500, "MaxConcurrency": 5}},
            "MemorySizeInMB of variant main must be one of 1024, 2048",
        ),
        (
            {
                **SERVERLESS,
                "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5, "ProvisionedConcurrency": 6},
            },
            "ProvisionedConcurrency must be less than or equal to MaxConcurrency",
        ),
        (POOLED, "InstanceType is required for variant main"),
        ({**INSTANCES, "InstancePools": [POOL]}, "Only one of InstanceType and InstancePools"),
        ({**POOLED, "InstancePools": [POOL, {**POOL, "Priority": 2}]}, "Instance types of InstancePools"),
        ({**POOLED, "InstancePools": [POOL, {**POOL, "InstanceType": "ml.g5.xlarge"}]}, "Priorities of InstancePools"),
        ({**POOLED, "InstancePools": [{**POOL, "ModelNameOverride": "absent"}]}, "Could not find model"),
        ({**INSTANCES, "VariantInstanceProvisionTimeoutInSeconds": 600}, "requires InstancePools"),
        ({"VariantName": "main", "InstanceType": "ml.m7i.large"}, "InitialInstanceCount is required"),
        ({**INSTANCES, "ManagedInstanceScaling": MANAGED}, "only supported for inference component endpoints"),
        (
            {**INSTANCES, "RoutingConfig": {"RoutingStrategy": "RANDOM", "PrefixAwareRoutingConfig": {}}},
            "only supported for the routing strategy PREFIX_AWARE",
        ),
    ],
)
def test_a_variant_that_cannot_run_is_refused(cloud: Sandbox, variant: dict[str, Any], words: str) -> None:
    """Instances, pools and serverless concurrency exclude each other, and their numbers must agree."""
    with pytest.raises(ClientError, match=f"ValidationException.*{re.escape(words)}"):
        create(cloud, variant)


@pytest.mark.parametrize(
    ("scaling", "words"),
    [
        ({**MANAGED, "MinInstanceCount": 3}, "MinInstanceCount must be less than or equal to MaxInstanceCount"),
        ({**MANAGED, "MinInstanceCount": 2, "MaxInstanceCount": 4}, "must lie between MinInstanceCount and Max"),
        (
            {**MANAGED, "ScaleInPolicy": {"Strategy": "IDLE_RELEASE", "CooldownInMinutes": 20}},
            "only supported for the scale-in strategy CONSOLIDATION",
        ),
    ],
)
def test_managed_instances_must_agree(cloud: Sandbox, scaling: dict[str, Any], words: str) -> None:
    """The bounds of managed instance scaling hold the first count, and only consolidation has a pace."""
    spec = {**INSTANCES, NO_MODEL: True, "ManagedInstanceScaling": scaling}
    with pytest.raises(ClientError, match=f"ValidationException.*{re.escape(words)}"):
        create(cloud, spec, ExecutionRoleArn=ROLE)


@pytest.mark.parametrize(
    ("variants", "fields", "words"),
    [
        ([SERVERLESS, {**SERVERLESS, "VariantName": "b"}], {}, "Multiple production variants are not supported"),
        ([SERVERLESS], ASYNC, "AsyncInferenceConfig is not supported for serverless"),
        ([SERVERLESS], CAPTURE, "DataCaptureConfig is not supported for serverless"),
        ([SERVERLESS], {"EnableNetworkIsolation": True}, "are not supported for serverless"),
        ([INSTANCES, INSTANCES], {}, "Each variant name must be unique"),
        (
            [{**INSTANCES, NO_MODEL: True}],
            {**ASYNC, "ExecutionRoleArn": ROLE},
            "AsyncInferenceConfig is not supported for inference component",
        ),
        (
            [INSTANCES, {**INSTANCES, "VariantName": "b"}],
            {"ShadowProductionVariants": [{**INSTANCES, "VariantName": "shadow"}]},
            "Exactly one production variant and one shadow variant",
        ),
        (
            [INSTANCES],
            {**ASYNC, "ShadowProductionVariants": [{**INSTANCES, "VariantName": "shadow"}]},
            "not supported for asynchronous",
        ),
        (
            [SERVERLESS],
            {"ShadowProductionVariants": [{**INSTANCES, "VariantName": "shadow"}]},
            "ShadowProductionVariants is not supported for serverless",
        ),
    ],
)
def test_features_that_do_not_go_together_are_refused(
    cloud: Sandbox, variants: list[dict[str, Any]], fields: dict[str, Any], words: str
) -> None:
    """Serverless, asynchronous, shadow and component endpoints each exclude what AWS documents."""
    with pytest.raises(ClientError, match=f"ValidationException.*{re.escape(words)}"):
        create(cloud, *variants, **fields)


def test_zero_managed_instances_are_refused_in_paris(cloud: Sandbox) -> None:
    """eu-west-3 rejects what us-west-2 takes, in AWS's words."""
    request = {
        "EndpointConfigName": unique("config"),
        "ExecutionRoleArn": ROLE,
        "ProductionVariants": [{**INSTANCES, "ManagedInstanceScaling": {**MANAGED, "MinInstanceCount": 0}}],
    }
    cloud.client("sagemaker").create_endpoint_config(**request)
    with pytest.raises(ClientError, match="Min instance count needs to be greater than 0"):
        client_of(cloud.url, "sagemaker", "eu-west-3").create_endpoint_config(**request)


def test_an_execution_role_must_trust_sagemaker(cloud: Sandbox) -> None:
    """The role of the configuration is assumed by SageMaker as a model's is."""
    with pytest.raises(ClientError, match="Could not assume role"):
        create(cloud, {**INSTANCES, NO_MODEL: True}, ExecutionRoleArn=untrusted_role(cloud))


def untrusted_role(cloud: Sandbox) -> str:
    """Create a role that only EC2 may assume."""
    trust = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", '
        '"Principal": {"Service": "ec2.amazonaws.com"}}]}'
    )
    role = cloud.client("iam").create_role(RoleName=unique("role"), AssumeRolePolicyDocument=trust)
    return str(role["Role"]["Arn"])
