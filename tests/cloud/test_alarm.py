"""CloudWatch alarms: kept and refused as CloudWatch does, delivered only where the topic and its key allow it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, unique

ROOT = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*", "Resource": "*"}


def put_alarm(cloud: Sandbox, **fields: Any) -> str:
    """Put a metric alarm."""
    name = unique("alarm")
    metric = {
        "MetricName": "ModelLatency",
        "Namespace": "AWS/SageMaker",
        "Dimensions": [{"Name": "EndpointName", "Value": "digits"}],
        "ExtendedStatistic": "p99",
        "Period": 60,
    }
    alarm = {"EvaluationPeriods": 3, "Threshold": 3e5, "ComparisonOperator": "GreaterThanThreshold"}
    request = {**({} if "Metrics" in fields else metric), **alarm, **fields}
    cloud.client("cloudwatch").put_metric_alarm(
        AlarmName=name, **{field: value for field, value in request.items() if value is not None}
    )
    return name


def described(cloud: Sandbox, name: str) -> dict[str, Any]:
    """Describe a metric alarm."""
    (alarm,) = cloud.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    return dict(alarm)


def band(**fields: Any) -> dict[str, Any]:
    """Word an anomaly detection alarm."""
    metric = {"Namespace": "AWS/SageMaker", "MetricName": "Invocations"}
    stat = {"Id": "m1", "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Sum"}, "ReturnData": True}
    expected = {"Id": "ad1", "Expression": "ANOMALY_DETECTION_BAND(m1, 3)", "ReturnData": True}
    return {
        "Metrics": [stat, expected],
        "ThresholdMetricId": "ad1",
        "Threshold": None,
        "ComparisonOperator": "LessThanLowerOrGreaterThanUpperThreshold",
        **fields,
    }


def test_an_alarm_comes_back_as_it_was_put(cloud: Sandbox) -> None:
    """Every field of a metric alarm is described."""
    name = put_alarm(cloud, TreatMissingData="breaching", DatapointsToAlarm=2, AlarmDescription="runbook")
    shown = described(cloud, name)
    assert (shown["ExtendedStatistic"], shown["Threshold"], shown["TreatMissingData"]) == ("p99", 3e5, "breaching")
    assert (shown["StateValue"], shown["ActionsEnabled"]) == ("INSUFFICIENT_DATA", True)


def test_an_anomaly_band_is_a_threshold(cloud: Sandbox) -> None:
    """Metric math with ANOMALY_DETECTION_BAND is kept with its ThresholdMetricId."""
    shown = described(cloud, put_alarm(cloud, **band()))
    assert shown["ThresholdMetricId"] == "ad1"
    assert shown["Metrics"][1]["Expression"] == "ANOMALY_DETECTION_BAND(m1, 3)"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"Period": 45}, "multiple of 60"),
        ({"Period": 60, "EvaluationPeriods": 2000}, "cannot be checked across more than"),
        ({"DatapointsToAlarm": 4}, "DatapointsToAlarm"),
        ({"Statistic": "Average"}, "Exactly one of Statistic"),
        ({"Threshold": None}, "Exactly one of Threshold"),
        ({"AlarmActions": ["topic"]}, "Invalid arn syntax"),
        (band(ThresholdMetricId="m1"), "whose expression is"),
    ],
)
def test_a_wrong_alarm_is_refused(cloud: Sandbox, fields: dict[str, Any], words: str) -> None:
    """CloudWatch's own rules hold."""
    with pytest.raises(ClientError, match=words) as raised:
        put_alarm(cloud, **fields)
    assert raised.value.response["Error"]["Code"] == "ValidationError"


def test_a_composite_alarm_needs_its_children(cloud: Sandbox) -> None:
    """A rule that names a missing alarm is refused."""
    with pytest.raises(ClientError, match="do not exist"):
        cloud.client("cloudwatch").put_composite_alarm(AlarmName="all", AlarmRule='ALARM("absent")')


def test_composite_alarms_are_described_when_asked_for(cloud: Sandbox) -> None:
    """Without AlarmTypes only metric alarms are returned, as on AWS."""
    name = composite(cloud, put_alarm(cloud))
    cloudwatch = cloud.client("cloudwatch")
    assert cloudwatch.describe_alarms(AlarmNames=[name])["CompositeAlarms"] == []
    shown = cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    assert [alarm["AlarmName"] for alarm in shown] == [name]


def test_a_child_of_a_composite_alarm_is_not_deleted(cloud: Sandbox) -> None:
    """The composite alarm goes first, or with its child."""
    child = put_alarm(cloud)
    parent = composite(cloud, child)
    cloudwatch = cloud.client("cloudwatch")
    with pytest.raises(ClientError, match="depends on it"):
        cloudwatch.delete_alarms(AlarmNames=[child])
    cloudwatch.delete_alarms(AlarmNames=[child, parent])


def test_actions_are_muted_and_unmuted(cloud: Sandbox) -> None:
    """DisableAlarmActions and EnableAlarmActions switch both kinds of alarm."""
    child = put_alarm(cloud)
    cloudwatch = cloud.client("cloudwatch")
    cloudwatch.disable_alarm_actions(AlarmNames=[child])
    assert described(cloud, child)["ActionsEnabled"] is False
    cloudwatch.enable_alarm_actions(AlarmNames=[child])
    assert described(cloud, child)["ActionsEnabled"] is True


def test_a_composite_alarm_follows_its_rule(cloud: Sandbox) -> None:
    """Setting a child's state moves the alarms above it."""
    first, second = put_alarm(cloud), put_alarm(cloud)
    name = composite(cloud, first, f'ALARM("{first}") AND NOT (ALARM({second}) OR FALSE)')
    cloudwatch = cloud.client("cloudwatch")
    cloudwatch.set_alarm_state(AlarmName=first, StateValue="ALARM", StateReason="test")
    assert _state(cloud, name) == "ALARM"
    cloudwatch.set_alarm_state(AlarmName=second, StateValue="ALARM", StateReason="test")
    assert _state(cloud, name) == "OK"


@pytest.mark.parametrize(
    ("widget", "words"),
    [
        ({"type": "metric", "properties": {"metrics": []}}, "required property 'region'"),
        ({"type": "chart", "properties": {}}, "oneOf"),
        ({"type": "text", "x": 20, "width": 6, "properties": {"markdown": "x"}}, "together"),
    ],
)
def test_a_dashboard_that_shows_nothing_is_refused(cloud: Sandbox, widget: dict[str, Any], words: str) -> None:
    """Widgets need their type, their place and their properties."""
    with pytest.raises(ClientError, match=words):
        cloud.client("cloudwatch").put_dashboard(
            DashboardName=unique("dashboard"), DashboardBody=json.dumps({"widgets": [widget]})
        )


def test_tags_of_an_alarm(cloud: Sandbox) -> None:
    """An alarm keeps the tags it was made with and those added later."""
    name = put_alarm(cloud, Tags=[{"Key": "owner", "Value": "a"}])
    arn = described(cloud, name)["AlarmArn"]
    cloudwatch = cloud.client("cloudwatch")
    cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "endpoint", "Value": "digits"}])
    cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["owner"])
    assert cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "endpoint", "Value": "digits"}]


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        (None, "is a key of AWS"),
        ([ROOT], "the key policy does not let cloudwatch.amazonaws.com"),
        (
            [
                ROOT,
                {
                    "Effect": "Allow",
                    "Principal": {"Service": ["cloudwatch.amazonaws.com"]},
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                    "Resource": "*",
                },
            ],
            "",
        ),
    ],
)
def test_an_encrypted_topic_delivers_by_its_keys_policy(
    cloud: Sandbox, statements: list[dict[str, Any]] | None, reason: str
) -> None:
    """With alias/aws/sns or a key that does not name CloudWatch, no alarm arrives."""
    topic = _topic(cloud, statements)
    name = put_alarm(cloud, AlarmActions=[topic])
    cloud.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
    (delivery,) = [one for one in cloud.control("deliveries") if one["source"].endswith(f":alarm:{name}")]
    assert delivery["delivered"] == (not reason)
    assert reason in delivery["reason"]


@pytest.mark.parametrize("service", ["budgets.amazonaws.com", "costalerts.amazonaws.com"])
def test_the_default_topic_policy_keeps_cost_services_out(cloud: Sandbox, service: str) -> None:
    """Budgets and anomaly alerts need a grant by name, bound to the account; alarms of the account do not."""
    topic = str(cloud.client("sns").create_topic(Name=unique("topic"))["TopicArn"])
    wanted = {"service": service, "source": "arn:aws:budgets::123456789012:budget/dev", "topic": topic}
    assert "does not let" in cloud.control("deliveries", wanted)["reason"]
    grant = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sns:Publish", "Resource": topic}
    grant["Condition"] = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [grant]})
    cloud.client("sns").set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
    assert cloud.control("deliveries", wanted)["delivered"]


def composite(cloud: Sandbox, child: str, rule: str | None = None) -> str:
    """Put a composite alarm."""
    name = unique("composite")
    cloud.client("cloudwatch").put_composite_alarm(AlarmName=name, AlarmRule=rule or f'ALARM("{child}")')
    return name


def _state(cloud: Sandbox, name: str) -> str:
    alarms = cloud.client("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=["CompositeAlarm"])
    return str(alarms["CompositeAlarms"][0]["StateValue"])


def _topic(cloud: Sandbox, statements: list[dict[str, Any]] | None) -> str:
    key = "alias/aws/sns"
    if statements is not None:
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        key = cloud.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]
    answer = cloud.client("sns").create_topic(Name=unique("topic"), Attributes={"KmsMasterKeyId": key})
    return str(answer["TopicArn"])
