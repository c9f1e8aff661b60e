"""Deployment guardrails: traffic in steps, pauses that can be watched, and rollback by alarm."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, count_of, unique
from tests.cloud.hosted_component import component, host, show, slow_component, specification

PERCENT, COUNT = "CAPACITY_PERCENT", "INSTANCE_COUNT"


def size(kind: str, value: int) -> dict[str, Any]:
    """Word a capacity size."""
    return {"Type": kind, "Value": value}


def blue_green(kind: str, wait_seconds: int = 120, **fields: Any) -> dict[str, Any]:
    """Word a blue/green policy."""
    routing = {"Type": kind, "WaitIntervalInSeconds": wait_seconds}
    inside = {name: fields.pop(name) for name in ("CanarySize", "LinearStepSize") if name in fields}
    return {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": {**routing, **inside}, **fields}}


def rolling(batch: dict[str, Any], wait_seconds: int = 0, **fields: Any) -> dict[str, Any]:
    """Word a rolling policy."""
    return {"RollingUpdatePolicy": {"MaximumBatchSize": batch, "WaitIntervalInSeconds": wait_seconds, **fields}}


CANARY = blue_green("CANARY", CanarySize=size(COUNT, 1))
LINEAR = blue_green("LINEAR", LinearStepSize=size(PERCENT, 25))


def start_update(cloud: Sandbox, endpoint: str, deployment: dict[str, Any], **variant: Any) -> str:
    """Start a deployment that takes an hour, and name its configuration."""
    wanted = cloud.configuration(**variant)
    cloud.slowly("UpdateEndpoint", endpoint)
    cloud.client("sagemaker").update_endpoint(
        EndpointName=endpoint, EndpointConfigName=wanted, DeploymentConfig=deployment
    )
    return wanted


def pending(cloud: Sandbox, endpoint: str) -> tuple[str, str, int]:
    """Read what the pending deployment does, in words, and with how many instances."""
    (variant,) = cloud.describe(endpoint)["PendingDeploymentSummary"]["ProductionVariants"]
    (status,) = variant["VariantStatus"]
    return status["Status"], status.get("StatusMessage", ""), variant["CurrentInstanceCount"]


def test_a_canary_bakes_on_a_part_of_the_capacity_first(cloud: Sandbox) -> None:
    """Provisioning, the canary with its pause, then the whole fleet."""
    endpoint = cloud.endpoint(InitialInstanceCount=4)
    start_update(cloud, endpoint, CANARY, InitialInstanceCount=4)
    assert pending(cloud, endpoint)[0] == "Creating"
    cloud.hour(0.6)
    status, message, _ = pending(cloud, endpoint)
    assert status == "Baking"
    assert message.endswith("(WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).")
    cloud.hour(0.3)
    assert "full capacity of 4 instance(s)" in pending(cloud, endpoint)[1]


def test_linear_steps_take_the_capacity_in_equal_parts(cloud: Sandbox) -> None:
    """Each step adds its part of the instances."""
    endpoint = cloud.endpoint(InitialInstanceCount=4)
    start_update(cloud, endpoint, LINEAR, InitialInstanceCount=4)
    cloud.hour(0.4)
    parts = []
    for _ in range(4):
        cloud.hour(0.1)
        parts += re.findall(r"of (\d) instance", pending(cloud, endpoint)[1])
        cloud.hour(0.049)
    assert parts == ["1", "2", "3", "4"]


def test_a_rolling_update_brings_instances_in_batches(cloud: Sandbox) -> None:
    """Half of the time, half of the new instances are there."""
    endpoint = cloud.endpoint(InitialInstanceCount=4)
    start_update(cloud, endpoint, rolling(size(COUNT, 2)), InitialInstanceCount=4)
    cloud.hour(0.6)
    assert pending(cloud, endpoint)[2] == 2


@pytest.mark.parametrize("comes_late", [True, False])
def test_an_alarm_rolls_a_deployment_back(cloud: Sandbox, comes_late: bool) -> None:
    """An alarm that is or goes off meanwhile undoes the update, and the reason names it."""
    alarm = put_alarm(cloud)
    endpoint = cloud.endpoint(InitialInstanceCount=2)
    before = cloud.describe(endpoint)["EndpointConfigName"]
    if not comes_late:
        ring(cloud, alarm)
    start_update(cloud, endpoint, guarded(alarm, **LINEAR), InitialInstanceCount=2)
    if comes_late:
        assert cloud.describe(endpoint)["EndpointStatus"] == "Updating"
        ring(cloud, alarm)
    cloud.hour(0.1)
    assert cloud.describe(endpoint)["EndpointStatus"] == "RollingBack"
    cloud.hour()
    shown = cloud.describe(endpoint)
    assert (shown["EndpointStatus"], shown["EndpointConfigName"], count_of(shown)) == ("InService", before, 2)
    assert f"[{alarm}]" in shown["FailureReason"]


def test_an_alarm_that_went_off_and_back_rolls_back_too(cloud: Sandbox) -> None:
    """Nobody need look while the alarm is on."""
    alarm = put_alarm(cloud)
    endpoint = cloud.endpoint()
    start_update(cloud, endpoint, guarded(alarm))
    ring(cloud, alarm)
    ring(cloud, alarm, "OK")
    cloud.hour()
    assert f"[{alarm}]" in cloud.describe(endpoint)["FailureReason"]


def test_an_alarm_after_the_deployment_changes_nothing(cloud: Sandbox) -> None:
    """The alarms are watched until the deployment ends."""
    alarm = put_alarm(cloud)
    endpoint = cloud.endpoint()
    wanted = start_update(cloud, endpoint, guarded(alarm))
    cloud.hour()
    ring(cloud, alarm)
    shown = cloud.describe(endpoint)
    assert (shown["EndpointConfigName"], shown.get("FailureReason")) == (wanted, None)


def test_an_alarm_rolls_a_component_back(cloud: Sandbox) -> None:
    """Inference components have automatic rollback too."""
    alarm = put_alarm(cloud)
    name = component(cloud, host(cloud), 2)
    before = show(cloud, name)["Specification"]
    slow_component(cloud, "UpdateInferenceComponent", name)
    policy = rolling(size("COPY_COUNT", 1))
    cloud.client("sagemaker").update_inference_component(
        InferenceComponentName=name, Specification=specification(cloud), DeploymentConfig=guarded(alarm, **policy)
    )
    ring(cloud, alarm)
    cloud.hour()
    shown = show(cloud, name)
    assert (shown["InferenceComponentStatus"], shown["Specification"]) == ("InService", before)
    assert f"[{alarm}]" in shown["FailureReason"]


@pytest.mark.parametrize(
    ("deployment", "count", "words"),
    [
        ({**CANARY, **rolling(size(PERCENT, 50))}, 4, "Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy"),
        (blue_green("CANARY"), 4, "CanarySize is required"),
        (blue_green("LINEAR"), 4, "LinearStepSize is required"),
        (blue_green("ALL_AT_ONCE", CanarySize=size(COUNT, 1)), 4, "CanarySize cannot be specified"),
        (CANARY, 1, "CanarySize must be between 1% and 50%"),
        (blue_green("CANARY", CanarySize=size(PERCENT, 60)), 4, "CanarySize must be between 1% and 50%"),
        (blue_green("LINEAR", LinearStepSize=size(PERCENT, 5)), 4, "LinearStepSize must be between 10% and 50%"),
        (rolling(size(COUNT, 3)), 4, "MaximumBatchSize must be between 5% and 50%"),
        (rolling(size(PERCENT, 60)), 4, "MaximumBatchSize must be between 5% and 50%"),
        (
            blue_green(
                "LINEAR",
                wait_seconds=300,
                LinearStepSize=size(PERCENT, 25),
                TerminationWaitInSeconds=300,
                MaximumExecutionTimeoutInSeconds=1200,
            ),
            4,
            "MaximumExecutionTimeoutInSeconds (1200) must be greater",
        ),
        (
            rolling(size(PERCENT, 50), 600, MaximumExecutionTimeoutInSeconds=1200),
            4,
            "MaximumExecutionTimeoutInSeconds (1200) must be greater",
        ),
    ],
)
def test_a_deployment_that_does_not_add_up_is_refused(
    cloud: Sandbox, deployment: dict[str, Any], count: int, words: str
) -> None:
    """One policy, sizes within the variant's instances, and a timeout longer than the waits."""
    endpoint = cloud.endpoint(InitialInstanceCount=count)
    config = cloud.configuration(InitialInstanceCount=count)
    with pytest.raises(ClientError, match=f"ValidationException.*{re.escape(words)}"):
        cloud.client("sagemaker").update_endpoint(
            EndpointName=endpoint, EndpointConfigName=config, DeploymentConfig=deployment
        )


def test_a_guarded_deployment_keeps_the_variants_names(cloud: Sandbox) -> None:
    """Traffic shifts between fleets of one variant only."""
    endpoint = cloud.endpoint(InitialInstanceCount=4)
    config = cloud.configuration(InitialInstanceCount=4, VariantName="other")
    with pytest.raises(ClientError, match="same variant names"):
        cloud.client("sagemaker").update_endpoint(
            EndpointName=endpoint, EndpointConfigName=config, DeploymentConfig=CANARY
        )


def test_a_deployment_at_once_may_change_the_variants(cloud: Sandbox) -> None:
    """Without steps there is no fleet of the same name to compare with."""
    endpoint = cloud.endpoint()
    config = cloud.configuration(VariantName="other")
    cloud.client("sagemaker").update_endpoint(
        EndpointName=endpoint, EndpointConfigName=config, DeploymentConfig=blue_green("ALL_AT_ONCE", 0)
    )
    assert cloud.settled(endpoint)["EndpointConfigName"] == config


def test_sizes_are_measured_on_the_count_that_is_retained(cloud: Sandbox) -> None:
    """A canary of one instance is right for a fleet that was scaled out to four."""
    endpoint = cloud.endpoint()
    cloud.control("scale", {"endpoint": endpoint, "variant": "main", "count": 4})
    cloud.settled(endpoint)
    cloud.client("sagemaker").update_endpoint(
        EndpointName=endpoint,
        EndpointConfigName=cloud.configuration(),
        DeploymentConfig=CANARY,
        RetainAllVariantProperties=True,
    )
    assert count_of(cloud.settled(endpoint)) == 4


def test_the_deployment_configuration_is_retained_on_request(cloud: Sandbox) -> None:
    """RetainDeploymentConfig uses the last one again."""
    endpoint = cloud.endpoint(InitialInstanceCount=4)
    start_update(cloud, endpoint, CANARY, InitialInstanceCount=4)
    cloud.hour()
    cloud.client("sagemaker").update_endpoint(
        EndpointName=endpoint,
        EndpointConfigName=cloud.configuration(InitialInstanceCount=4),
        RetainDeploymentConfig=True,
    )
    assert cloud.settled(endpoint)["LastDeploymentConfig"] == CANARY


def put_alarm(cloud: Sandbox) -> str:
    """Put an alarm that a deployment can watch."""
    name = unique("alarm")
    cloud.client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/SageMaker",
        MetricName="Invocation5XXErrors",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanThreshold",
    )
    return name


def ring(cloud: Sandbox, alarm: str, state: str = "ALARM") -> None:
    """Put an alarm into a state."""
    cloud.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="the test says so")


def guarded(alarm: str, **policy: Any) -> dict[str, Any]:
    """Add automatic rollback by an alarm to a policy."""
    return {**policy, "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": alarm}]}}
