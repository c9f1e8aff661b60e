"""Scalable targets, policies and scheduled actions: what the life stories of all types do not tell."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud.embedded import Sandbox
from tests.sandbox_aws.world import RESOURCES, World

TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"
ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
SCOPE = ("serviceNamespace", "resourceId", "scalableDimension")
STEPS = {
    "adjustmentType": "ChangeInCapacity",
    "cooldown": 60,
    "metricAggregationType": "Maximum",
    "stepAdjustments": [
        {"metricIntervalLowerBound": "0", "metricIntervalUpperBound": "10.5", "scalingAdjustment": 1},
        {"metricIntervalLowerBound": "10.5", "scalingAdjustment": 2},
    ],
}
TRACKING = {
    "targetValue": 70.5,
    "disableScaleIn": True,
    "customizedMetricSpecification": {
        "metricName": "GPUUtilization",
        "namespace": "/aws/sagemaker/Endpoints",
        "statistic": "Average",
        "dimensions": [{"name": "EndpointName", "value": "e"}, {"name": "VariantName", "value": "main"}],
    },
}
QUEUE = {
    "namespace": "AWS/SQS",
    "metricName": "ApproximateNumberOfMessagesVisible",
    "dimensions": [{"name": "QueueName", "value": "jobs"}],
}
RUNNING = {
    "namespace": "/aws/sagemaker/Endpoints",
    "metricName": "CPUUtilization",
    "dimensions": [{"name": "EndpointName", "value": "e"}, {"name": "VariantName", "value": "main"}],
}
MATH = {
    "targetValue": 30,
    "customizedMetricSpecification": {
        "metrics": [
            {"id": "whole", "metricStat": {"metric": QUEUE, "stat": "Average"}, "returnData": False},
            {"id": "parts", "metricStat": {"metric": RUNNING, "stat": "SampleCount"}, "returnData": False},
            {"id": "share", "expression": "whole / parts", "label": "for each instance", "returnData": True},
        ]
    },
}


def _calls(cloud: Sandbox, operation: str) -> list[dict[str, Any]]:
    return [call["params"] for call in cloud.control(f"calls?service=application-autoscaling&operation={operation}")]


def _refreshed(world: World, type: str, made: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
    found = RESOURCES[type].read(world.context, made["id"], inputs, made)
    assert found is not None
    return dict(RESOURCES[type].diff(world.context, made["id"], found[1], found[2], inputs).changed)


def test_a_target_is_imported_by_the_official_providers_id(empty_world: World) -> None:
    """Namespace, resource and dimension, of which only the resource has slashes."""
    scope = empty_world.variant()
    given = {**scope, "minCapacity": 1, "maxCapacity": 4, "tags": {"owner": "a"}}
    made = empty_world.make(TARGET, given)
    found = RESOURCES[TARGET].read(empty_world.context, "/".join(scope.values()), {}, {})
    assert found is not None
    assert found[0] == made["id"] == scope["resourceId"]
    assert RESOURCES[TARGET].diff(empty_world.context, found[0], found[1], found[2], given).changed == {}


def test_bounds_change_in_place_and_tags_stay_out_of_it(empty_world: World, cloud: Sandbox) -> None:
    """AWS refuses tags for a target that is registered already."""
    given = {**empty_world.variant(), "minCapacity": 1, "maxCapacity": 4, "tags": {"owner": "a"}}
    made, inputs = empty_world.make(TARGET, given), empty_world.check(TARGET, given)
    cloud.control("calls", method="DELETE")
    outputs = RESOURCES[TARGET].update(empty_world.context, made["id"], made, inputs, {**inputs, "maxCapacity": 9})
    assert (outputs["minCapacity"], outputs["maxCapacity"], outputs["tagsAll"]) == (1, 9, {"owner": "a"})
    assert all("Tags" not in params for params in _calls(cloud, "RegisterScalableTarget"))


def test_a_target_on_a_variant_that_is_missing_is_refused(empty_world: World) -> None:
    """As by AWS: the endpoint comes first."""
    scope = {**empty_world.variant(), "resourceId": "endpoint/nowhere/variant/main"}
    with pytest.raises(Exception, match="ValidationException"):
        RESOURCES[TARGET].create(empty_world.context, {**scope, "minCapacity": 1, "maxCapacity": 2})


@pytest.mark.parametrize(
    ("policy_type", "name", "configuration"),
    [
        ("StepScaling", "stepScalingPolicyConfiguration", STEPS),
        ("TargetTrackingScaling", "targetTrackingScalingPolicyConfiguration", TRACKING),
        ("TargetTrackingScaling", "targetTrackingScalingPolicyConfiguration", MATH),
    ],
)
def test_a_policy_survives_a_refresh(
    policy_type: str, name: str, configuration: dict[str, Any], empty_world: World
) -> None:
    """Bounds of steps are text to the program and numbers to AWS; custom metrics keep their dimensions and math."""
    given = {**empty_world.target(), "policyType": policy_type, name: configuration}
    made, inputs = empty_world.make(POLICY, given), empty_world.check(POLICY, given)
    assert made["arn"].startswith("arn:aws:autoscaling:us-west-2:123456789012:scalingPolicy:")
    inputs["name"] = made["name"]
    assert _refreshed(empty_world, POLICY, made, inputs) == {}
    imported = "/".join([*(inputs[each] for each in SCOPE), made["name"]])
    found = RESOURCES[POLICY].read(empty_world.context, imported, {}, {})
    assert found is not None
    assert RESOURCES[POLICY].row.properties[name].codec.covers(configuration, found[1][name])


def test_metric_math_is_said_in_the_apis_words(empty_world: World, cloud: Sandbox) -> None:
    """What is measured, what divides it, and the one series that is followed."""
    name = "targetTrackingScalingPolicyConfiguration"
    cloud.control("calls", method="DELETE")
    empty_world.make(POLICY, {**empty_world.target(), "policyType": "TargetTrackingScaling", name: MATH})
    [sent] = _calls(cloud, "PutScalingPolicy")
    whole, parts, share = sent["TargetTrackingScalingPolicyConfiguration"]["CustomizedMetricSpecification"]["Metrics"]
    assert whole["MetricStat"]["Metric"]["Dimensions"] == [{"Name": "QueueName", "Value": "jobs"}]
    assert (parts["MetricStat"]["Stat"], parts["ReturnData"]) == ("SampleCount", False)
    assert (share["Expression"], share["ReturnData"]) == ("whole / parts", True)


def test_a_target_tracking_policy_tells_its_alarms(empty_world: World) -> None:
    """AWS makes them; whoever mutes alarms needs their ARNs."""
    given = {
        **empty_world.target(),
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": TRACKING,
    }
    assert all(":alarm:TargetTracking-" in arn for arn in empty_world.make(POLICY, given)["alarmArns"])


@pytest.mark.parametrize("capacities", [{"minCapacity": 2, "maxCapacity": 5}, {"minCapacity": "2"}, {"maxCapacity": 0}])
def test_capacities_are_numbers_or_text_and_one_may_be_missing(capacities: dict[str, Any], empty_world: World) -> None:
    """A schedule that only moves the floor leaves the ceiling alone, and zero is a capacity."""
    given = {
        **empty_world.target(),
        "schedule": "cron(0 8 ? * MON-FRI *)",
        "timezone": "Europe/Berlin",
        "scalableTargetAction": capacities,
        "startTime": "2030-01-01T09:00:00+01:00",
    }
    made, inputs = empty_world.make(ACTION, given), empty_world.check(ACTION, given)
    inputs["name"] = made["name"]
    assert made["id"] == f"{made['name']}-sagemaker-{given['resourceId']}"
    assert _refreshed(empty_world, ACTION, made, inputs) == {}


def test_the_same_moment_in_another_zone_is_no_change(empty_world: World) -> None:
    """AWS keeps times in UTC."""
    olds, news = ({"startTime": each} for each in ("2030-01-01T09:00:00+01:00", "2030-01-01T08:00:00Z"))
    assert RESOURCES[ACTION].diff(empty_world.context, "a", olds, olds, news).changed == {}


def test_a_wrong_dimension_is_refused_in_preview(empty_world: World) -> None:
    """The API's own words are checked, with the nearest one."""
    given = {
        "serviceNamespace": "sagemaker",
        "resourceId": "endpoint/e/variant/main",
        "scalableDimension": "sagemaker:variant:DesiredInstances",
        "minCapacity": 1,
        "maxCapacity": 2,
    }
    [failure] = empty_world.failures(TARGET, given)[1]
    assert failure.property == "scalableDimension"
    assert "did you mean sagemaker:variant:DesiredInstanceCount?" in failure.reason


REPLACING = {TARGET: set(SCOPE), POLICY: {"name", *SCOPE}, ACTION: {"name", *SCOPE}}


@pytest.mark.parametrize("type", REPLACING)
def test_only_what_the_official_provider_says_forces_a_replacement(type: str) -> None:
    """Bounds, targets and schedules change in place."""
    assert RESOURCES[type].row.replace == REPLACING[type]
