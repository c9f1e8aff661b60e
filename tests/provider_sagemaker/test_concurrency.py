"""Provisioned concurrency that an autoscaler set survives an update; one that nobody scales follows the program."""

from dataclasses import replace
from typing import Any

import pytest

from modelhost.provider.cloud import Cloud
from modelhost.provider.resource import PartialUpdate
from modelhost.provider.sagemaker import scaling_record
from modelhost.provider.sagemaker.concurrency import DIMENSION, fallen
from modelhost.provider.sagemaker.live import Concurrency, Live
from modelhost.provider.sagemaker.scaling_record import ScalingRecord, decode, encode, merged
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.meddling import ForgetfulCloud
from tests.provider_sagemaker.stage import VARIANT, Stage, State


def serverless(stage: Stage, provisioned: int = 1, most: int = 10) -> State:
    """A configuration with a number of requests that find a warm worker."""
    variant = {
        "variantName": VARIANT,
        "modelName": stage.model(enableNetworkIsolation=False).id,
        "serverlessConfig": {
            "memorySizeInMb": 2048,
            "maxConcurrency": most,
            "provisionedConcurrency": provisioned,
        },
    }
    return stage.configuration(around={"productionVariants": [variant], "executionRoleArn": None})


def autoscaled(stage: Stage, now: int = 4) -> State:
    """An endpoint whose provisioned concurrency an autoscaler raised."""
    state = stage.endpoint(serverless(stage), kind="serverless")
    stage.client("application-autoscaling").register_scalable_target(
        ServiceNamespace="sagemaker",
        ScalableDimension=DIMENSION,
        ResourceId=stage.resource_id,
        MinCapacity=1,
        MaxCapacity=8,
    )
    sagemaker = stage.client("sagemaker")
    share = {"VariantName": VARIANT, "ServerlessUpdateConfig": {"ProvisionedConcurrency": now}}
    sagemaker.update_endpoint_weights_and_capacities(EndpointName=stage.name, DesiredWeightsAndCapacities=[share])
    sagemaker.get_waiter("endpoint_in_service").wait(
        EndpointName=stage.name, WaiterConfig={"Delay": 0.05, "MaxAttempts": 200}
    )
    return state


def provisioned(stage: Stage) -> Any:
    """What is live, and wanted."""
    [variant] = stage.live()["ProductionVariants"]
    return variant["DesiredServerlessConfig"].get("ProvisionedConcurrency")


@pytest.mark.parametrize("cloud_of", [Cloud, ForgetfulCloud])
def test_concurrency_of_the_autoscaler_survives(stage: Stage, cloud_of: type[Cloud]) -> None:
    """Whether SageMaker retains it or falls back to the configuration's, four stay four."""
    state = autoscaled(stage)
    release = serverless(stage)
    replace(stage, cloud=cloud_of()).update(state, endpointConfigName=release.id)
    assert (stage.live()["EndpointConfigName"], provisioned(stage)) == (release.id, 4)
    assert stage.scaling()["targets"][0]["MaxCapacity"] == 8


def test_concurrency_of_the_autoscaler_survives_a_rollback(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Fail then retry leaves it as well."""
    state, release = autoscaled(stage), serverless(stage)
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    with pytest.raises(PartialUpdate, match="rolled endpoint"):
        stage.update(state, endpointConfigName=release.id)
    stage.update(state, endpointConfigName=release.id)
    assert provisioned(stage) == 4


def test_lower_ceiling_of_the_program_holds(stage: Stage) -> None:
    """A maximum below what the autoscaler set is the program's last word, also for the target that is put back."""
    state = autoscaled(stage)
    replace(stage, cloud=ForgetfulCloud()).update(state, endpointConfigName=serverless(stage, most=3).id)
    assert (provisioned(stage), stage.scaling()["targets"][0]["MaxCapacity"]) == (3, 3)


def test_concurrency_that_nobody_scales_follows_the_program(stage: Stage) -> None:
    """Without an autoscaler the number in the stack file goes live, up or down."""
    state = stage.endpoint(serverless(stage, 3), kind="serverless")
    stage.update(state, endpointConfigName=serverless(stage, 2).id)
    assert provisioned(stage) == 2


def test_record_keeps_the_concurrency() -> None:
    """What a killed run left unrestored wins over what its half-done work shows, and passes through the text."""
    record = ScalingRecord("e", "now", "c-1", "c-2", concurrency={"main": 4})
    shown = replace(record, concurrency={"main": 1, "b": 2})
    assert decode(encode(merged(record, shown))).concurrency == {"main": 4, "b": 2}
    assert scaling_record.encode(replace(record, concurrency={})) != encode(record)


@pytest.mark.parametrize(
    ("before", "live", "expected"),
    [
        ({"main": 4}, {"main": Concurrency(1, 10)}, {"main": 4}),
        ({"main": 4}, {"main": Concurrency(5, 10)}, {}),
        ({"main": 4}, {"main": Concurrency(1, 2)}, {"main": 2}),
        ({"main": 4}, {}, {}),
    ],
)
def test_what_fell_is_given_back(
    before: dict[str, int], live: dict[str, Concurrency], expected: dict[str, int]
) -> None:
    """Never above the ceiling, never lower than now, and only of variants that are there."""
    assert fallen(before, Live("e", "arn", "c", "InService", concurrency=live)) == expected
