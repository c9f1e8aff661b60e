"""The endpoint's states: what comes into service, what is rolled back, and what counts survive."""

from __future__ import annotations

from typing import Any

from tests.cloud.embedded import Sandbox, count_of, unique, until


def test_a_created_endpoint_comes_into_service(cloud: Sandbox) -> None:
    """An endpoint is Creating first, with its deployment pending, and InService later."""
    config = cloud.configuration()
    cloud.slowly("CreateEndpoint", config)
    cloud.client("sagemaker").create_endpoint(EndpointName=config, EndpointConfigName=config)
    first = cloud.describe(config)
    assert first["EndpointStatus"] == "Creating"
    assert first["PendingDeploymentSummary"]["EndpointConfigName"] == config
    cloud.hour()
    last = cloud.settled(config)
    assert (last["EndpointStatus"], last["EndpointConfigName"]) == ("InService", config)
    assert "PendingDeploymentSummary" not in last


def test_an_update_moves_the_live_configuration_when_it_ends(cloud: Sandbox) -> None:
    """While Updating the old configuration is live, afterwards the new one."""
    old, new = cloud.configuration(), cloud.configuration(InstanceType="ml.g6.xlarge")
    endpoint = cloud.endpoint(old)
    cloud.slowly("UpdateEndpoint", endpoint)
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint, EndpointConfigName=new)
    during = cloud.describe(endpoint)
    assert (during["EndpointStatus"], during["EndpointConfigName"]) == ("Updating", old)
    assert during["PendingDeploymentSummary"]["ProductionVariants"][0]["InstanceType"] == "ml.g6.xlarge"
    cloud.hour()
    assert cloud.settled(endpoint)["EndpointConfigName"] == new


def test_a_rolled_back_update_leaves_the_old_configuration_in_service(cloud: Sandbox) -> None:
    """A rollback ends InService with the old configuration and a reason."""
    old, new = cloud.configuration(), cloud.configuration()
    endpoint = cloud.endpoint(old)
    cloud.slowly("UpdateEndpoint", endpoint, "rollback", seconds=0, reason="alarm digits-p99 went off")
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint, EndpointConfigName=new)
    shown = cloud.settled(endpoint)
    assert (shown["EndpointStatus"], shown["EndpointConfigName"]) == ("InService", old)
    assert shown["FailureReason"] == "alarm digits-p99 went off"


def test_a_failing_update_is_seen_rolling_back(cloud: Sandbox) -> None:
    """Before it is InService again, an endpoint whose update fails is RollingBack, and takes no other change."""
    endpoint = cloud.endpoint()
    cloud.slowly("UpdateEndpoint", endpoint, "rollback")
    _update(cloud, endpoint)
    assert cloud.describe(endpoint)["EndpointStatus"] == "Updating"
    cloud.hour(0.6)
    assert cloud.describe(endpoint)["EndpointStatus"] == "RollingBack"
    cloud.hour(0.5)
    assert cloud.describe(endpoint)["EndpointStatus"] == "InService"


def test_an_endpoint_without_capacity_fails_with_the_reason(cloud: Sandbox) -> None:
    """A first deployment that finds no machine ends Failed, and only deletion is left."""
    config = cloud.configuration()
    cloud.slowly("CreateEndpoint", config, "capacity", seconds=0)
    cloud.client("sagemaker").create_endpoint(EndpointName=config, EndpointConfigName=config)
    shown = cloud.settled(config)
    assert shown["EndpointStatus"] == "Failed"
    assert "InsufficientInstanceCapacity" in shown["FailureReason"]


def test_an_update_without_retaining_resets_the_count(cloud: Sandbox) -> None:
    """The scaled-out count falls back to InitialInstanceCount unless it is retained."""
    endpoint = _scaled_out(cloud, 4)
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint, EndpointConfigName=cloud.configuration())
    assert count_of(cloud.settled(endpoint)) == 1


def test_an_update_that_retains_keeps_the_count(cloud: Sandbox) -> None:
    """RetainAllVariantProperties keeps what was scaled out."""
    endpoint = _scaled_out(cloud, 4)
    _update(cloud, endpoint, RetainAllVariantProperties=True)
    assert count_of(cloud.settled(endpoint)) == 4


def test_an_excluded_property_is_not_retained(cloud: Sandbox) -> None:
    """ExcludeRetainedVariantProperties takes the count out of what is retained."""
    endpoint = _scaled_out(cloud, 4)
    excluded = [{"VariantPropertyType": "DesiredInstanceCount"}]
    _update(cloud, endpoint, RetainAllVariantProperties=True, ExcludeRetainedVariantProperties=excluded)
    assert count_of(cloud.settled(endpoint)) == 1


def test_weights_and_capacities_pass_through_updating(cloud: Sandbox) -> None:
    """The desired count shows at once, the current one when the change ends."""
    endpoint = cloud.endpoint()
    wanted = [{"VariantName": "main", "DesiredInstanceCount": 3}]
    cloud.slowly("UpdateEndpointWeightsAndCapacities", endpoint)
    cloud.client("sagemaker").update_endpoint_weights_and_capacities(
        EndpointName=endpoint, DesiredWeightsAndCapacities=wanted
    )
    during = cloud.describe(endpoint)
    assert during["EndpointStatus"] == "Updating"
    assert _counts(during) == (1, 3)
    cloud.hour()
    assert _counts(cloud.settled(endpoint)) == (3, 3)


def test_a_deleted_endpoint_is_gone_after_a_while(cloud: Sandbox) -> None:
    """Deletion takes its time, and takes the scalable target with it."""
    endpoint = cloud.endpoint()
    scope = cloud.register(endpoint)
    cloud.slowly("DeleteEndpoint", endpoint)
    cloud.client("sagemaker").delete_endpoint(EndpointName=endpoint)
    assert cloud.describe(endpoint)["EndpointStatus"] == "Deleting"
    cloud.hour()
    until(lambda: not cloud.client("sagemaker").list_endpoints(NameContains=endpoint)["Endpoints"])
    shown = cloud.client("application-autoscaling").describe_scalable_targets(
        ServiceNamespace="sagemaker", ResourceIds=[scope["ResourceId"]]
    )
    assert shown["ScalableTargets"] == []


def test_the_last_deployment_configuration_is_described(cloud: Sandbox) -> None:
    """LastDeploymentConfig is what the last update asked for."""
    endpoint = cloud.endpoint()
    deployment = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "p99"}]}}
    _update(cloud, endpoint, DeploymentConfig=deployment)
    assert cloud.settled(endpoint)["LastDeploymentConfig"] == deployment


def test_data_capture_is_described_as_it_runs(cloud: Sandbox) -> None:
    """The configuration's data capture shows on the endpoint in the endpoint's own shape."""
    name = unique("config")
    shown = cloud.client("sagemaker").describe_endpoint_config(EndpointConfigName=cloud.configuration())
    capture = {
        "EnableCapture": True,
        "InitialSamplingPercentage": 10,
        "DestinationS3Uri": "s3://elsewhere/captured",
        "CaptureOptions": [{"CaptureMode": "Input"}],
    }
    cloud.client("sagemaker").create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=shown["ProductionVariants"], DataCaptureConfig=capture
    )
    described = cloud.describe(cloud.endpoint(name))["DataCaptureConfig"]
    assert (described["CaptureStatus"], described["CurrentSamplingPercentage"]) == ("Started", 10)


def test_lists_are_filtered_and_paged(cloud: Sandbox) -> None:
    """NameContains and the pages of ListEndpointConfigs work together."""
    sagemaker = cloud.client("sagemaker")
    model = cloud.model()
    prefix = model.removeprefix("model-")
    for index in range(3):
        sagemaker.create_endpoint_config(
            EndpointConfigName=f"{prefix}-{index}",
            ProductionVariants=[
                {
                    "VariantName": "main",
                    "ModelName": model,
                    "InstanceType": "ml.p5.48xlarge",
                    "InitialInstanceCount": 1,
                }
            ],
        )
    pages = sagemaker.get_paginator("list_endpoint_configs").paginate(
        NameContains=prefix, SortBy="Name", SortOrder="Ascending", PaginationConfig={"PageSize": 2}
    )
    names = [[one["EndpointConfigName"] for one in page["EndpointConfigs"]] for page in pages]
    assert names == [[f"{prefix}-0", f"{prefix}-1"], [f"{prefix}-2"]]


def _scaled_out(cloud: Sandbox, count: int) -> str:
    endpoint = cloud.endpoint()
    cloud.control("scale", {"endpoint": endpoint, "variant": "main", "count": count})
    assert count_of(cloud.settled(endpoint)) == count
    return endpoint


def _update(cloud: Sandbox, endpoint: str, **fields: Any) -> None:
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint, EndpointConfigName=cloud.configuration(), **fields)


def _counts(shown: dict[str, Any]) -> tuple[int, int]:
    variant = shown["ProductionVariants"][0]
    return variant["CurrentInstanceCount"], variant["DesiredInstanceCount"]
