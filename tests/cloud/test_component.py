"""Inference components: their states, their copies, and the instances that come and go with them."""

from __future__ import annotations

import pytest

from tests.cloud.embedded import Sandbox, unique, until
from tests.cloud.hosted_component import (
    MACHINE,
    MACHINE_CORES,
    component,
    copies_of,
    create_adapter,
    create_component,
    host,
    scope_of_copies,
    settled_component,
    show,
    slow_component,
    specification,
)


def instances(cloud: Sandbox, endpoint: str) -> int:
    """Read the current instances of an endpoint."""
    return int(cloud.describe(endpoint)["ProductionVariants"][0]["CurrentInstanceCount"])


def test_a_created_component_comes_into_service(cloud: Sandbox) -> None:
    """It is Creating with no copy first, and InService with its copies later."""
    name = unique("component")
    slow_component(cloud, "CreateInferenceComponent", name)
    create_component(cloud, host(cloud), 2, InferenceComponentName=name)
    first = show(cloud, name)
    assert (first["InferenceComponentStatus"], copies_of(first)) == ("Creating", (0, 2))
    cloud.hour()
    last = show(cloud, name)
    assert (last["InferenceComponentStatus"], copies_of(last)) == ("InService", (2, 2))
    assert last["RuntimeConfig"]["PlacementStatus"] == [{"InstanceType": MACHINE, "CurrentCopyCount": 2}]


def test_a_component_is_described_in_full(cloud: Sandbox) -> None:
    """Every field of the specification comes back, with where it runs."""
    endpoint = host(cloud)
    asked = {
        **specification(cloud),
        "StartupParameters": {"ModelDataDownloadTimeoutInSeconds": 900},
        "DataCacheConfig": {"EnableCaching": True},
        "SchedulingConfig": {"PlacementStrategy": "BINPACK"},
    }
    shown = show(cloud, component(cloud, endpoint, Specification=asked))
    assert shown["Specification"] == asked
    assert (shown["EndpointName"], shown["VariantName"]) == (endpoint, "main")


def test_a_container_is_described_with_its_image(cloud: Sandbox) -> None:
    """The image of a specification without model shows as deployed."""
    asked = {**specification(cloud), "Container": {"Image": "image:1", "ArtifactUrl": "s3://elsewhere/model"}}
    del asked["ModelName"]
    shown = show(cloud, component(cloud, host(cloud), Specification=asked))
    assert shown["Specification"]["Container"]["DeployedImage"]["SpecifiedImage"] == "image:1"


def test_copies_that_need_more_instances_get_them(cloud: Sandbox) -> None:
    """Managed instance scaling follows the copies up, and down again to its floor."""
    endpoint = host(cloud, high=3)
    name = component(cloud, endpoint, Specification=specification(cloud, NumberOfCpuCoresRequired=MACHINE_CORES))
    cloud.control("scale", {"component": name, "count": 3})
    assert copies_of(settled_component(cloud, name)) == (3, 3)
    assert instances(cloud, endpoint) == 3
    cloud.control("scale", {"component": name, "count": 1})
    settled_component(cloud, name)
    assert instances(cloud, endpoint) == 1


def test_an_endpoint_without_copies_gives_its_instances_back(cloud: Sandbox) -> None:
    """With a floor of 0, no copy means no instance, and the next copy brings one."""
    endpoint = host(cloud, low=0)
    name = component(cloud, endpoint)
    for count in (0, 1):
        cloud.client("sagemaker").update_inference_component_runtime_config(
            InferenceComponentName=name, DesiredRuntimeConfig={"CopyCount": count}
        )
        assert copies_of(settled_component(cloud, name)) == (count, count)
        assert instances(cloud, endpoint) == count


def test_a_component_too_large_for_the_machine_fails(cloud: Sandbox) -> None:
    """A copy that no instance could hold fails with the reason."""
    large = specification(cloud, NumberOfCpuCoresRequired=MACHINE_CORES + 1)
    shown = settled_component(cloud, create_component(cloud, host(cloud), Specification=large))
    assert shown["InferenceComponentStatus"] == "Failed"
    assert "not enough hardware resources" in shown["FailureReason"]


def test_the_memory_that_was_measured_is_all_there_is(cloud: Sandbox) -> None:
    """On ml.g5.xlarge a copy may reserve 1024 MiB, and 4096 MiB are refused."""
    endpoint = host(cloud, InstanceType="ml.g5.xlarge", high=1)
    found = [
        settled_component(
            cloud,
            create_component(cloud, endpoint, Specification=specification(cloud, MinMemoryRequiredInMb=memory_mib)),
        )["InferenceComponentStatus"]
        for memory_mib in (1024, 4096)
    ]
    assert found == ["InService", "Failed"]


def test_copies_beyond_the_last_instance_are_not_placed(cloud: Sandbox) -> None:
    """Scaling further than the ceiling of instances keeps what fits and says why."""
    name = component(
        cloud, host(cloud, high=2), Specification=specification(cloud, NumberOfCpuCoresRequired=MACHINE_CORES)
    )
    cloud.control("scale", {"component": name, "count": 5})
    shown = settled_component(cloud, name)
    assert copies_of(shown) == (2, 5)
    assert "not enough hardware resources" in shown["FailureReason"]


def test_two_components_share_an_instance(cloud: Sandbox) -> None:
    """Components fill an instance before another one comes."""
    endpoint = host(cloud, high=4)
    component(cloud, endpoint, 2)
    component(cloud, endpoint, 2)
    assert instances(cloud, endpoint) == 1


def test_an_update_keeps_the_copies(cloud: Sandbox) -> None:
    """Another model is rolled out with the copies that the component has."""
    name = component(cloud, host(cloud), 2)
    asked = specification(cloud)
    slow_component(cloud, "UpdateInferenceComponent", name)
    cloud.client("sagemaker").update_inference_component(InferenceComponentName=name, Specification=asked)
    during = show(cloud, name)
    assert during["InferenceComponentStatus"] == "Updating"
    assert during["Specification"] != asked
    cloud.hour()
    shown = show(cloud, name)
    assert (shown["Specification"], copies_of(shown)) == (asked, (2, 2))


@pytest.mark.parametrize("kind", ["rollback", "capacity"])
def test_a_failed_update_leaves_the_old_model(cloud: Sandbox, kind: str) -> None:
    """A rollback ends InService with the old specification and a reason."""
    name = component(cloud, host(cloud))
    before = show(cloud, name)["Specification"]
    slow_component(cloud, "UpdateInferenceComponent", name, kind, seconds=0)
    cloud.client("sagemaker").update_inference_component(
        InferenceComponentName=name, Specification=specification(cloud)
    )
    shown = settled_component(cloud, name)
    assert (shown["InferenceComponentStatus"], shown["Specification"]) == ("InService", before)
    assert shown["FailureReason"]


def test_a_component_without_capacity_fails(cloud: Sandbox) -> None:
    """A first placement that finds no machine ends Failed with the reason."""
    name = unique("component")
    slow_component(cloud, "CreateInferenceComponent", name, "capacity", seconds=0)
    create_component(cloud, host(cloud), InferenceComponentName=name)
    assert "InsufficientInstanceCapacity" in settled_component(cloud, name)["FailureReason"]


def test_an_adapter_has_no_copies_of_its_own(cloud: Sandbox) -> None:
    """An adapter names its base, stands on the base's variant and has no runtime configuration."""
    endpoint = host(cloud)
    base = component(cloud, endpoint)
    shown = settled_component(cloud, create_adapter(cloud, endpoint, base))
    assert (shown["InferenceComponentStatus"], shown["VariantName"]) == ("InService", "main")
    assert shown["Specification"]["BaseInferenceComponentName"] == base
    assert "RuntimeConfig" not in shown


def test_components_are_listed_by_endpoint(cloud: Sandbox) -> None:
    """EndpointNameEquals lists the components of one endpoint only."""
    endpoint = host(cloud)
    name = component(cloud, endpoint)
    component(cloud, host(cloud))
    sagemaker = cloud.client("sagemaker")
    found = sagemaker.list_inference_components(EndpointNameEquals=endpoint)["InferenceComponents"]
    assert [one["InferenceComponentName"] for one in found] == [name]


def test_a_deleted_component_is_gone_with_its_target(cloud: Sandbox) -> None:
    """Deletion takes its time, frees the name and deregisters the copies."""
    name = component(cloud, host(cloud))
    scope = scope_of_copies(name)
    autoscaling = cloud.client("application-autoscaling")
    autoscaling.register_scalable_target(**scope, MinCapacity=0, MaxCapacity=2)
    cloud.client("sagemaker").delete_inference_component(InferenceComponentName=name)
    until(lambda: not cloud.client("sagemaker").list_inference_components(NameContains=name)["InferenceComponents"])
    assert (
        autoscaling.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[scope["ResourceId"]])[
            "ScalableTargets"
        ]
        == []
    )


def test_tags_of_a_component(cloud: Sandbox) -> None:
    """A component keeps the tags of its creation."""
    name = component(cloud, host(cloud), Tags=[{"Key": "owner", "Value": "a"}])
    arn = show(cloud, name)["InferenceComponentArn"]
    assert cloud.client("sagemaker").list_tags(ResourceArn=arn)["Tags"] == [{"Key": "owner", "Value": "a"}]


def test_copies_without_a_place_get_one_when_there_is(cloud: Sandbox) -> None:
    """On a fixed fleet, another instance takes the copies that wait, and one less loses its copies."""
    endpoint = host(cloud, ManagedInstanceScaling={"Status": "DISABLED"})
    whole = specification(cloud, NumberOfCpuCoresRequired=MACHINE_CORES)
    name = component(cloud, endpoint, Specification=whole)
    cloud.control("scale", {"component": name, "count": 2})
    assert copies_of(settled_component(cloud, name)) == (1, 2)
    for count in (2, 1):
        cloud.control("scale", {"endpoint": endpoint, "variant": "main", "count": count})
        cloud.settled(endpoint)
        assert copies_of(show(cloud, name)) == (count, 2)
