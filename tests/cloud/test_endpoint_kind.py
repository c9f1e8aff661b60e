"""Serverless, asynchronous, shadowed and split endpoints: how they are described and scaled."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import IMAGE, ROLE, Sandbox, count_of, scope_of, unique
from tests.cloud.hosted_component import component, host, host_configuration
from tests.cloud.test_endpoint_refusal import refused

SERVERLESS = {"MemorySizeInMB": 2048, "MaxConcurrency": 5}


def serverless(cloud: Sandbox, **config: int) -> str:
    """Create a serverless endpoint."""
    return cloud.endpoint(variants(cloud, [{"ServerlessConfig": {**SERVERLESS, **config}}]))


def asynchronous(cloud: Sandbox, **fields: Any) -> str:
    """Create an asynchronous endpoint."""
    output = {"AsyncInferenceConfig": {"OutputConfig": {"S3OutputPath": "s3://elsewhere/answers"}}}
    return cloud.endpoint(variants(cloud, [{"InstanceType": "ml.m7i.large", "InitialInstanceCount": 1}], **output))


def variants(cloud: Sandbox, specs: list[dict[str, Any]], **fields: Any) -> str:
    """Create a configuration of variants named main, b, c and so on."""
    name = unique("config")
    names = ["main", "b", "c"]
    cloud.client("sagemaker").create_endpoint_config(
        EndpointConfigName=name,
        ProductionVariants=[
            {"VariantName": names[index], "ModelName": cloud.model(), **spec} for index, spec in enumerate(specs)
        ],
        **fields,
    )
    return name


def resize(cloud: Sandbox, endpoint: str, **wanted: Any) -> dict[str, Any]:
    """Change a variant's capacity and wait."""
    cloud.client("sagemaker").update_endpoint_weights_and_capacities(
        EndpointName=endpoint, DesiredWeightsAndCapacities=[{"VariantName": "main", **wanted}]
    )
    return cloud.settled(endpoint)


def concurrency_scope(endpoint: str) -> dict[str, str]:
    """Name the provisioned concurrency of an endpoint."""
    return {**scope_of(endpoint), "ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency"}


def test_a_serverless_endpoint_has_no_instances(cloud: Sandbox) -> None:
    """It shows its serverless configuration, and no counts."""
    (variant,) = cloud.describe(serverless(cloud))["ProductionVariants"]
    assert variant["CurrentServerlessConfig"] == SERVERLESS
    assert not {"CurrentInstanceCount", "DesiredInstanceCount"} & set(variant)


def test_provisioned_concurrency_is_changed_like_a_capacity(cloud: Sandbox) -> None:
    """ServerlessUpdateConfig changes what is kept warm."""
    shown = resize(
        cloud, serverless(cloud, ProvisionedConcurrency=1), ServerlessUpdateConfig={"ProvisionedConcurrency": 3}
    )
    assert shown["ProductionVariants"][0]["CurrentServerlessConfig"]["ProvisionedConcurrency"] == 3


def test_provisioned_concurrency_keeps_the_autoscalers_bounds(cloud: Sandbox) -> None:
    """A target on DesiredProvisionedConcurrency lifts it to its floor."""
    endpoint = serverless(cloud, ProvisionedConcurrency=1)
    cloud.client("application-autoscaling").register_scalable_target(
        **concurrency_scope(endpoint), MinCapacity=2, MaxCapacity=4
    )
    shown = cloud.settled(endpoint)["ProductionVariants"][0]["CurrentServerlessConfig"]
    assert shown["ProvisionedConcurrency"] == 2


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"DesiredInstanceCount": 1}, "DesiredInstanceCount is not supported for serverless variant"),
        ({"ServerlessUpdateConfig": {"ProvisionedConcurrency": 6}}, "less than or equal to MaxConcurrency"),
    ],
)
def test_a_serverless_variant_takes_concurrency_only(cloud: Sandbox, wanted: dict[str, Any], words: str) -> None:
    """Instances are refused, and concurrency above its ceiling too."""
    with pytest.raises(ClientError, match=words):
        resize(cloud, serverless(cloud), **wanted)


def test_a_serverless_endpoint_does_not_become_one_with_instances(cloud: Sandbox) -> None:
    """There is no way back from serverless."""
    refused(
        "to a configuration with instances",
        cloud.client("sagemaker").update_endpoint,
        EndpointName=serverless(cloud),
        EndpointConfigName=cloud.configuration(),
    )


def test_an_asynchronous_endpoint_sleeps_without_instances(cloud: Sandbox) -> None:
    """Its count may be 0, by hand and by the autoscaler's floor."""
    endpoint = asynchronous(cloud)
    assert count_of(resize(cloud, endpoint, DesiredInstanceCount=0)) == 0
    cloud.register(endpoint, low=0)
    assert "AsyncInferenceConfig" in cloud.describe(endpoint)


def test_a_shadow_variant_is_shown_apart(cloud: Sandbox) -> None:
    """It stands beside production with its own counts and weight."""
    instances = {"InstanceType": "ml.m7i.large", "InitialInstanceCount": 1}
    shadow = {"VariantName": "shadow", "ModelName": cloud.model(), "InitialVariantWeight": 0.5, **instances}
    config = variants(cloud, [instances], ShadowProductionVariants=[shadow])
    shown = cloud.describe(cloud.endpoint(config))
    assert [one["VariantName"] for one in shown["ProductionVariants"]] == ["main"]
    (found,) = shown["ShadowProductionVariants"]
    assert (found["VariantName"], found["CurrentWeight"], found["CurrentInstanceCount"]) == ("shadow", 0.5, 1)


def test_weights_are_changed_without_a_deployment(cloud: Sandbox) -> None:
    """Traffic between variants shifts by weights alone."""
    instances = {"InstanceType": "ml.m7i.large", "InitialInstanceCount": 1}
    endpoint = cloud.endpoint(variants(cloud, [instances, instances]))
    shown = resize(cloud, endpoint, DesiredWeight=3.0)
    assert [one["CurrentWeight"] for one in shown["ProductionVariants"]] == [3.0, 1.0]


def test_a_managed_fleet_keeps_its_instances_over_an_update(cloud: Sandbox) -> None:
    """What managed instance scaling grew is not reset to InitialInstanceCount."""
    endpoint = host(cloud, high=3)
    component(cloud, endpoint, 6)
    assert count_of(cloud.describe(endpoint)) == 2
    config = host_configuration(cloud, high=3)
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint, EndpointConfigName=config)
    assert count_of(cloud.settled(endpoint)) == 2


def test_a_variant_that_hosts_components_stays(cloud: Sandbox) -> None:
    """A configuration with a model on the variant is refused while components live on it."""
    endpoint = host(cloud)
    component(cloud, endpoint)
    refused(
        "host inference components",
        cloud.client("sagemaker").update_endpoint,
        EndpointName=endpoint,
        EndpointConfigName=cloud.configuration(),
    )


@pytest.mark.parametrize("uri", ["s3://elsewhere/model.tar.gz", None])
def test_a_multi_model_container_names_a_prefix(cloud: Sandbox, uri: str | None) -> None:
    """Its model data is a place below which artifacts lie, not an artifact."""
    container = {"Image": IMAGE, "Mode": "MultiModel", **({"ModelDataUrl": uri} if uri else {})}
    refused(
        "must be an S3 prefix",
        cloud.client("sagemaker").create_model,
        ModelName=unique("model"),
        ExecutionRoleArn=ROLE,
        PrimaryContainer=container,
    )
