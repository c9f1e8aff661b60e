"""Machines that run out: pools fall to the next type, and what has no other type fails with AWS's reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cloud.embedded import Sandbox, count_of, unique
from tests.cloud.hosted_component import component, copies_of, host, settled_component, specification

FIRST, SECOND, ONLY = "ml.p4d.24xlarge", "ml.p4de.24xlarge", "ml.c6i.32xlarge"
POOLS = [{"InstanceType": SECOND, "Priority": 2}, {"InstanceType": FIRST, "Priority": 1}]


@pytest.fixture(autouse=True)
def plenty_again(cloud: Sandbox) -> Iterator[None]:
    """Leave plenty of every machine."""
    yield
    for machine in cloud.control("capacity"):
        cloud.control("capacity", {"machine": machine, "instances": None})


def scarce(cloud: Sandbox, machine: str, instances: int) -> None:
    """Leave so many more instances of a type."""
    cloud.control("capacity", {"machine": machine, "instances": instances})


def pooled(cloud: Sandbox, count: int) -> str:
    """Create an endpoint on pools and wait until it is at rest."""
    name = unique("config")
    spec = {"VariantName": "main", "ModelName": cloud.model(), "InitialInstanceCount": count, "InstancePools": POOLS}
    cloud.client("sagemaker").create_endpoint_config(EndpointConfigName=name, ProductionVariants=[spec])
    return cloud.endpoint(name)


def pools(shown: dict[str, Any]) -> dict[str, int]:
    """Read how many instances came from each pool, the first in priority first."""
    return {
        pool["InstanceType"]: pool["CurrentInstanceCount"] for pool in shown["ProductionVariants"][0]["InstancePools"]
    }


def resize(cloud: Sandbox, endpoint: str, count: int) -> dict[str, Any]:
    """Scale a variant and wait."""
    cloud.control("scale", {"endpoint": endpoint, "variant": "main", "count": count})
    return cloud.settled(endpoint)


def test_the_first_pool_is_taken_while_it_has_machines(cloud: Sandbox) -> None:
    """Priority 1 comes first, whatever the order of the list."""
    assert pools(cloud.describe(pooled(cloud, 2))) == {FIRST: 2, SECOND: 0}


def test_the_next_pool_gives_what_the_first_has_not(cloud: Sandbox) -> None:
    """A type that has run out is filled up by the next one."""
    scarce(cloud, FIRST, 1)
    assert pools(cloud.describe(pooled(cloud, 3))) == {FIRST: 1, SECOND: 2}


def test_scaling_in_leaves_the_last_pool_first(cloud: Sandbox) -> None:
    """The lowest priority goes first."""
    scarce(cloud, FIRST, 1)
    endpoint = pooled(cloud, 3)
    assert pools(resize(cloud, endpoint, 2)) == {FIRST: 1, SECOND: 1}


def test_an_endpoint_without_any_machine_fails(cloud: Sandbox) -> None:
    """When every pool is empty, the creation fails for lack of capacity."""
    scarce(cloud, FIRST, 0)
    scarce(cloud, SECOND, 0)
    shown = cloud.describe(pooled(cloud, 1))
    assert shown["EndpointStatus"] == "Failed"
    assert "InsufficientInstanceCapacity" in shown["FailureReason"]


def test_a_fleet_that_finds_no_machine_keeps_its_size(cloud: Sandbox) -> None:
    """A scale-out without capacity leaves the endpoint in service as it was, with the reason."""
    endpoint = cloud.endpoint(InstanceType=ONLY)
    scarce(cloud, ONLY, 1)
    shown = resize(cloud, endpoint, 3)
    assert (shown["EndpointStatus"], count_of(shown)) == ("InService", 1)
    assert "InsufficientInstanceCapacity" in shown["FailureReason"]


def test_a_blue_green_update_needs_a_second_fleet(cloud: Sandbox) -> None:
    """Without machines for the new fleet an update is rolled back."""
    endpoint = cloud.endpoint(InstanceType=ONLY)
    before = cloud.describe(endpoint)["EndpointConfigName"]
    scarce(cloud, ONLY, 0)
    config = cloud.configuration(InstanceType=ONLY)
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint, EndpointConfigName=config)
    shown = cloud.settled(endpoint)
    assert shown["EndpointConfigName"] == before
    assert "InsufficientInstanceCapacity" in shown["FailureReason"]


def test_a_rolling_update_needs_machines_for_a_batch(cloud: Sandbox) -> None:
    """Two instances more are enough to replace four in batches of two, and one is not."""
    endpoint = cloud.endpoint(InstanceType=ONLY, InitialInstanceCount=4)
    batch = {"MaximumBatchSize": {"Type": "INSTANCE_COUNT", "Value": 2}, "WaitIntervalInSeconds": 0}
    for instances, updated in ((1, False), (2, True)):
        scarce(cloud, ONLY, instances)
        config = cloud.configuration(InstanceType=ONLY, InitialInstanceCount=4)
        cloud.client("sagemaker").update_endpoint(
            EndpointName=endpoint, EndpointConfigName=config, DeploymentConfig={"RollingUpdatePolicy": batch}
        )
        assert (cloud.settled(endpoint)["EndpointConfigName"] == config) is updated


@pytest.mark.parametrize(("instances", "updated"), [(0, False), (1, True)])
def test_new_copies_need_a_place_beside_the_old(cloud: Sandbox, instances: int, updated: bool) -> None:
    """A component that fills its instance is updated on one more, or rolled back without."""
    whole = specification(cloud, NumberOfCpuCoresRequired=128)
    name = component(cloud, host(cloud, high=1, InstanceType=ONLY), Specification=whole)
    scarce(cloud, ONLY, instances)
    wanted = specification(cloud, NumberOfCpuCoresRequired=128)
    cloud.client("sagemaker").update_inference_component(InferenceComponentName=name, Specification=wanted)
    shown = settled_component(cloud, name)
    assert (shown["InferenceComponentStatus"], shown["Specification"]) == ("InService", wanted if updated else whole)
    assert ("FailureReason" in shown) is not updated


def test_copies_wait_for_machines_too(cloud: Sandbox) -> None:
    """Managed instances that are not to be had leave copies without a place."""
    endpoint = host(cloud, high=3, InstanceType=ONLY)
    name = component(cloud, endpoint, Specification=specification(cloud, NumberOfCpuCoresRequired=128))
    scarce(cloud, ONLY, 1)
    cloud.control("scale", {"component": name, "count": 3})
    assert copies_of(settled_component(cloud, name)) == (2, 3)


def test_a_reservation_is_described_with_its_use(cloud: Sandbox) -> None:
    """A capacity reservation shows what it has and what this endpoint uses."""
    arn = "arn:aws:sagemaker:us-west-2:123456789012:training-plan/p5-june"
    asked = {"CapacityReservationPreference": "capacity-reservations-only", "MlReservationArn": arn}
    shown = cloud.describe(cloud.endpoint(InitialInstanceCount=2, CapacityReservationConfig=asked))
    found = shown["ProductionVariants"][0]["CapacityReservationConfig"]
    assert (found["MlReservationArn"], found["UsedByCurrentEndpoint"]) == (arn, 2)
