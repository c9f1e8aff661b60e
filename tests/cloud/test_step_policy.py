"""Step-scaling policies act when their alarm goes off."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud.embedded import Sandbox, count_of, unique
from tests.cloud.test_alarm import put_alarm
from tests.cloud.test_bus import ring

UP = {"StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]}


def stepped(cloud: Sandbox, count: int, configuration: dict[str, Any], operator: str = "GreaterThanThreshold") -> str:
    """Make an endpoint of so many instances, whose policy hangs on an alarm that is then set off."""
    endpoint = cloud.endpoint(InitialInstanceCount=count)
    scope = cloud.register(endpoint, low=1, high=6)
    policy = cloud.client("application-autoscaling").put_scaling_policy(
        **scope,
        PolicyName=unique("step"),
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration={"AdjustmentType": "ChangeInCapacity", **configuration},
    )
    alarm = put_alarm(cloud, ComparisonOperator=operator, AlarmActions=[policy["PolicyARN"]])
    ring(cloud, alarm)
    return endpoint


@pytest.mark.parametrize(
    ("count", "configuration", "operator", "expected"),
    [
        (2, UP, "GreaterThanThreshold", 3),
        (6, UP, "GreaterThanThreshold", 6),
        (
            3,
            {"StepAdjustments": [{"MetricIntervalUpperBound": 0, "ScalingAdjustment": -5}]},
            "LessThanThreshold",
            1,
        ),
        (3, {**UP, "AdjustmentType": "ExactCapacity"}, "GreaterThanThreshold", 1),
        (
            4,
            {
                "AdjustmentType": "PercentChangeInCapacity",
                "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 40}],
            },
            "GreaterThanThreshold",
            5,
        ),
    ],
)
def test_an_alarm_moves_the_count_within_the_bounds(
    cloud: Sandbox, count: int, configuration: dict[str, Any], operator: str, expected: int
) -> None:
    """The step that holds the breach is taken, within the bounds of the target."""
    endpoint = stepped(cloud, count, configuration, operator)
    assert count_of(cloud.settled(endpoint)) == expected


def test_what_a_policy_did_is_told(cloud: Sandbox) -> None:
    """The control plane lists what policies made of their alarms."""
    endpoint = stepped(cloud, 1, UP)
    (activity,) = [one for one in cloud.control("activities") if f"/{endpoint}/" in one["resource"]]
    assert (activity["capacity"], activity["reason"]) == (2, "")
