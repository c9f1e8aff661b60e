"""A request that AWS would refuse is refused before it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.session import get_session

from modelhost.provider.pattern import compiled, matches
from modelhost.provider.validate import check
from modelhost.provider.wire import UNKNOWN

ALARM: dict[str, Any] = {
    "AlarmName": "slow",
    "EvaluationPeriods": 1,
    "ComparisonOperator": "GreaterThanThreshold",
    "Threshold": 1,
    "Dimensions": [{"Name": "EndpointName", "Value": "e"}],
}
BAD_ALARMS = [
    (
        {"Statistic": "Averag"},
        "Statistic: 'Averag' is not one of SampleCount, Average, Sum, Minimum, Maximum; did you mean Average?",
    ),
    ({"AlarmName": ""}, "AlarmName: has 0 characters; at least 1 needed"),
    ({"AlarmName": None}, "AlarmName: is required"),
    ({"Treshold": 1}, "Treshold: is not a parameter; did you mean Threshold?"),
    ({"Period": 0}, "Period: is 0; at least 1 needed"),
    ({"EvaluationPeriods": True}, "EvaluationPeriods: True is not a whole number"),
    ({"Threshold": "1"}, "Threshold: '1' is not a number"),
    ({"ActionsEnabled": "yes"}, "ActionsEnabled: 'yes' is not true or false"),
    ({"Dimensions": {"a": "b"}}, "Dimensions: {'a': 'b'} is not a list"),
    ({"Dimensions": ["a"]}, "Dimensions[0]: 'a' is not a structure"),
    ({"AlarmActions": ["a"] * 6}, "AlarmActions: has 6 items; at most 5 allowed"),
]
ACTION = {
    "ServiceNamespace": "sagemaker",
    "ScheduledActionName": "a",
    "ResourceId": "r",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
BAD: list[tuple[str, str, dict[str, Any], str]] = [
    (
        "logs",
        "put_retention_policy",
        {"logGroupName": "a b", "retentionInDays": 1},
        r"logGroupName: 'a b' does not match [\.\-_/#A-Za-z0-9]+",
    ),
    ("logs", "create_log_group", {"logGroupName": "a", "tags": []}, "tags: [] is not a map"),
    (
        "application-autoscaling",
        "put_scheduled_action",
        {**ACTION, "StartTime": "soon"},
        "StartTime: 'soon' is not a time such as 2026-01-31T08:00:00Z",
    ),
    ("s3", "put_object", {"Bucket": "b", "Key": "k", "Body": 1}, "Body: 1 is not bytes"),
    ("cloudwatch", "put_metric_alarm", {**ALARM, "Metrics": [{"Id": 1}]}, "Metrics[0].Id: 1 is not text"),
]


@pytest.mark.parametrize(("override", "said"), BAD_ALARMS, ids=[said.split(":")[0] for _, said in BAD_ALARMS])
def test_a_bad_alarm_is_named_by_place_and_value(override: dict[str, Any], said: str) -> None:
    """Each kind of mistake is told with its place and its value."""
    assert [str(problem) for problem in check({**ALARM, **override}, "cloudwatch", "put_metric_alarm")] == [said]


@pytest.mark.parametrize(("service", "operation", "params", "said"), BAD, ids=[f"{each[0]}.{each[1]}" for each in BAD])
def test_a_bad_request_is_named_by_place_and_value(
    service: str, operation: str, params: dict[str, Any], said: str
) -> None:
    """The checks follow the model of every service."""
    assert [str(problem) for problem in check(params, service, operation)] == [said]


def test_a_good_request_has_no_problem() -> None:
    """What AWS takes is let through."""
    assert check(ALARM, "cloudwatch", "PutMetricAlarm") == []


def test_the_unknown_of_a_preview_is_taken_for_right() -> None:
    """What a preview cannot know is no mistake, wherever it stands."""
    unknown = {**ALARM, "AlarmName": UNKNOWN, "Threshold": UNKNOWN, "Dimensions": [{"Name": UNKNOWN, "Value": UNKNOWN}]}
    assert check(unknown, "cloudwatch", "put_metric_alarm") == []
    assert check({**ALARM, "Dimensions": UNKNOWN}, "cloudwatch", "put_metric_alarm") == []


def test_all_problems_are_told_at_once() -> None:
    """The reader repairs a request in one go."""
    assert len(check({"AlarmName": "", "Statistic": "x", "Period": 0}, "cloudwatch", "put_metric_alarm")) == 3


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+", "Größe: 1 GB/s", "a;b"),
        (r"\p{Print}+", "plain", "täglich"),
        (r"[\w-_]*", "a-b_c", "a b"),
        (r"^[a-z]+$", "abc", "abc1"),
        (r"[a-z]+", "abc", "abc1"),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", "a😀", "a\x00"),
    ],
)
def test_the_patterns_of_java_are_understood(pattern: str, good: str, bad: str) -> None:
    """AWS writes Java's patterns and matches the whole text."""
    assert (matches(pattern, good), matches(pattern, bad)) == (True, False)


def test_every_pattern_of_the_services_in_use_is_checked() -> None:
    """No pattern is skipped because Python cannot express it."""
    session = get_session()
    for service in ("ec2", "iam", "kms", "logs", "cloudwatch", "s3", "sns", "budgets", "ce", "sagemaker"):
        model = session.get_service_model(service)
        patterns = {model.shape_for(name).metadata.get("pattern") for name in model.shape_names} - {None}
        assert [pattern for pattern in patterns if compiled(pattern) is None] == []
