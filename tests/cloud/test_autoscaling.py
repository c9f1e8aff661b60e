"""Application Auto Scaling: bounds that hold, policies and actions that go with their target, and refusals."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, count_of, scope_of

CONCURRENCY = "SageMakerVariantConcurrentRequestsPerModelHighResolution"


def put_policy(cloud: Sandbox, scope: dict[str, str], metric: str = CONCURRENCY, name: str = "follow") -> Any:
    """Put a target-tracking policy."""
    return cloud.client("application-autoscaling").put_scaling_policy(
        PolicyName=name,
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 8.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
            "ScaleInCooldown": 300,
        },
        **scope,
    )


def put_action(cloud: Sandbox, scope: dict[str, str], **fields: Any) -> None:
    """Put a scheduled action."""
    action = {
        "ScheduledActionName": "morning",
        "Schedule": "cron(0 8 ? * MON-FRI *)",
        "Timezone": "Europe/Berlin",
        "ScalableTargetAction": {"MinCapacity": 2, "MaxCapacity": 6},
    }
    cloud.client("application-autoscaling").put_scheduled_action(**scope, **{**action, **fields})


def test_a_target_needs_its_endpoint(cloud: Sandbox) -> None:
    """A target on a missing endpoint is refused."""
    with pytest.raises(ClientError, match=r"ValidationException.*Could not find endpoint"):
        cloud.register("absent")


def test_a_target_needs_its_variant(cloud: Sandbox) -> None:
    """A target on a missing variant is refused."""
    scope = scope_of(cloud.endpoint(VariantName="other"))
    with pytest.raises(ClientError, match="variant not found"):
        cloud.client("application-autoscaling").register_scalable_target(**scope, MinCapacity=1, MaxCapacity=2)


def test_registering_raises_the_count_to_the_floor(cloud: Sandbox) -> None:
    """An endpoint below the new floor is scaled out."""
    endpoint = cloud.endpoint()
    cloud.register(endpoint, low=3)
    assert count_of(cloud.settled(endpoint)) == 3


def test_registering_lowers_the_count_to_the_ceiling(cloud: Sandbox) -> None:
    """An endpoint above the new ceiling is scaled in."""
    endpoint = cloud.endpoint(InitialInstanceCount=5)
    cloud.register(endpoint, high=2)
    assert count_of(cloud.settled(endpoint)) == 2


def test_the_bounds_of_a_target_must_agree(cloud: Sandbox) -> None:
    """A ceiling below the floor is refused."""
    with pytest.raises(ClientError, match="Maximum capacity cannot be less than minimum"):
        cloud.register(cloud.endpoint(), low=3, high=2)


def test_a_burstable_machine_is_not_scaled(cloud: Sandbox) -> None:
    """Trainium machines begin with the same letters, and are."""
    with pytest.raises(ClientError, match="not supported for burstable instances such as T2"):
        cloud.register(cloud.endpoint(InstanceType="ml.t2.medium"))
    cloud.register(cloud.endpoint(InstanceType="ml.trn1.2xlarge"))


def test_an_existing_target_takes_no_tags(cloud: Sandbox) -> None:
    """Tags of a registered target are changed by TagResource only."""
    endpoint = cloud.endpoint()
    cloud.register(endpoint, Tags={"owner": "a"})
    with pytest.raises(ClientError, match="use the TagResource API"):
        cloud.register(endpoint, Tags={"owner": "b"})


def test_deregistering_deletes_policies_alarms_and_actions(cloud: Sandbox) -> None:
    """What hangs on a target goes with it."""
    scope = cloud.register(cloud.endpoint())
    alarms = [alarm["AlarmName"] for alarm in put_policy(cloud, scope)["Alarms"]]
    put_action(cloud, scope)
    autoscaling = cloud.client("application-autoscaling")
    autoscaling.deregister_scalable_target(**scope)
    assert autoscaling.describe_scaling_policies(**scope)["ScalingPolicies"] == []
    assert autoscaling.describe_scheduled_actions(**scope)["ScheduledActions"] == []
    assert cloud.client("cloudwatch").describe_alarms(AlarmNames=alarms)["MetricAlarms"] == []


def test_a_policy_makes_its_alarms(cloud: Sandbox) -> None:
    """Target tracking makes one alarm each way, on the ten-second metric where that was asked."""
    answer = put_policy(cloud, cloud.register(cloud.endpoint()))
    names = [alarm["AlarmName"] for alarm in answer["Alarms"]]
    alarms = cloud.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"]
    assert {(alarm["Period"], alarm["EvaluationPeriods"]) for alarm in alarms} == {(10, 3), (10, 90)}


def test_a_policy_needs_its_target(cloud: Sandbox) -> None:
    """A policy on an unregistered variant is refused."""
    with pytest.raises(ClientError, match=r"ObjectNotFoundException.*No scalable target registered"):
        put_policy(cloud, scope_of(cloud.endpoint()))


def test_a_metric_of_another_dimension_is_refused(cloud: Sandbox) -> None:
    """An inference component's metric does not scale a variant."""
    scope = cloud.register(cloud.endpoint())
    with pytest.raises(ClientError, match="is not valid for scalable dimension"):
        put_policy(cloud, scope, "SageMakerInferenceComponentInvocationsPerCopy")


def test_two_policies_do_not_track_one_metric(cloud: Sandbox) -> None:
    """A second policy for the same predefined metric is refused."""
    scope = cloud.register(cloud.endpoint())
    put_policy(cloud, scope)
    with pytest.raises(ClientError, match="Only one TargetTrackingScaling policy"):
        put_policy(cloud, scope, name="again")


def test_a_scheduled_action_is_described_in_full(cloud: Sandbox) -> None:
    """Every field of an action comes back, the timezone too."""
    scope = cloud.register(cloud.endpoint())
    put_action(cloud, scope)
    (shown,) = cloud.client("application-autoscaling").describe_scheduled_actions(**scope)["ScheduledActions"]
    assert (shown["Schedule"], shown["Timezone"]) == ("cron(0 8 ? * MON-FRI *)", "Europe/Berlin")
    assert shown["ScalableTargetAction"] == {"MinCapacity": 2, "MaxCapacity": 6}


@pytest.mark.parametrize(
    "schedule",
    [
        "cron(0 8 * * MON-FRI)",
        "cron(0 8 ? * ? *)",
        "cron(0 25 ? * MON *)",
        "cron(0 8 ? * FRI-MON *)",
        "0 8 ? * MON *",
        "rate(1 minutes)",
        "at(2026-13-01T00:00:00)",
    ],
)
def test_a_wrong_schedule_is_refused(cloud: Sandbox, schedule: str) -> None:
    """The dialect is the one of Application Auto Scaling: six fields, names or 1 to 7 for days."""
    with pytest.raises(ClientError, match="Invalid schedule expression"):
        put_action(cloud, cloud.register(cloud.endpoint()), Schedule=schedule)


def test_an_action_whose_floor_is_above_its_ceiling_is_refused(cloud: Sandbox) -> None:
    """The bounds of an action must agree."""
    scope = cloud.register(cloud.endpoint())
    with pytest.raises(ClientError, match="Maximum capacity cannot be less than minimum"):
        put_action(cloud, scope, ScalableTargetAction={"MinCapacity": 3, "MaxCapacity": 2})


def test_an_unknown_timezone_is_refused(cloud: Sandbox) -> None:
    """Timezones are IANA's."""
    with pytest.raises(ClientError, match="Invalid timezone"):
        put_action(cloud, cloud.register(cloud.endpoint()), Timezone="Europe/Atlantis")


def test_a_fired_action_moves_the_floor_and_the_count(cloud: Sandbox) -> None:
    """When its time comes, an action sets the bounds and the count follows."""
    endpoint = cloud.endpoint()
    put_action(cloud, cloud.register(endpoint))
    cloud.control("fire", {"endpoint": endpoint, "action": "morning"})
    assert count_of(cloud.settled(endpoint)) == 2
