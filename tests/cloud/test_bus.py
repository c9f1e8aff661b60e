"""Alarms put events on the bus, rules start state machines, schedules do so by hand: each as its role may."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, unique
from tests.cloud.machine import chain, ended, machine, role
from tests.cloud.test_alarm import put_alarm

EVENTS = "events.amazonaws.com"
NOTHING = chain(Done={"Type": "Succeed"})


def rule(cloud: Sandbox, alarm: str, value: str = "ALARM") -> str:
    """Put a rule on an alarm that enters a state."""
    name = unique("rule")
    pattern = {
        "source": ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        "resources": [alarm_arn(alarm)],
        "detail": {"state": {"value": [value]}},
    }
    cloud.client("events").put_rule(Name=name, EventPattern=json.dumps(pattern))
    return name


def alarm_arn(name: str) -> str:
    """Name an alarm."""
    return f"arn:aws:cloudwatch:us-west-2:123456789012:alarm:{name}"


def aim(cloud: Sandbox, rule_name: str, arn: str, **target: Any) -> None:
    """Let a rule start a target."""
    target = {"Id": "it", "Arn": arn, "RoleArn": role(cloud, EVENTS), **target}
    cloud.client("events").put_targets(Rule=rule_name, Targets=[{k: v for k, v in target.items() if v is not None}])


def ring(cloud: Sandbox, alarm: str, value: str = "ALARM") -> None:
    """Set an alarm's state."""
    cloud.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue=value, StateReason="test")


def executions(cloud: Sandbox, arn: str) -> list[dict[str, Any]]:
    """List the executions of a state machine."""
    return [one for one in cloud.control("executions") if one["stateMachineArn"] == arn]


def test_an_alarm_starts_the_state_machine_of_a_rule_that_matches(cloud: Sandbox) -> None:
    """The rule on the state ALARM starts its target with the constant input; OK starts nothing."""
    alarm, arn = put_alarm(cloud), machine(cloud, NOTHING)
    aim(cloud, rule(cloud, alarm), arn, Input=json.dumps({"action": "step", "by": 1}))
    ring(cloud, alarm, "OK")
    assert executions(cloud, arn) == []
    ring(cloud, alarm)
    (execution,) = executions(cloud, arn)
    assert json.loads(execution["input"]) == {"action": "step", "by": 1}


def test_the_event_has_the_shape_of_aws(cloud: Sandbox) -> None:
    """Without an input of its own, a target is given the event as CloudWatch writes it."""
    alarm, arn = put_alarm(cloud, AlarmDescription="slow"), machine(cloud, NOTHING)
    aim(cloud, rule(cloud, alarm), arn)
    ring(cloud, alarm)
    (execution,) = executions(cloud, arn)
    event = json.loads(execution["input"])
    assert (event["source"], event["detail-type"]) == ("aws.cloudwatch", "CloudWatch Alarm State Change")
    assert (event["account"], event["region"], event["resources"]) == ("123456789012", "us-west-2", [alarm_arn(alarm)])
    detail = event["detail"]
    assert (detail["alarmName"], detail["previousState"]["value"]) == (alarm, "INSUFFICIENT_DATA")
    assert (detail["state"]["value"], detail["state"]["reason"]) == ("ALARM", "test")
    metric = detail["configuration"]["metrics"][0]["metricStat"]
    assert metric["metric"]["name"] == "ModelLatency"
    assert detail["configuration"]["description"] == "slow"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"InputPath": "$.detail.state.value"}, "ALARM"),
        (
            {
                "InputTransformer": {
                    "InputPathsMap": {"alarm": "$.detail.alarmName", "first": "$.resources[0]"},
                    "InputTemplate": '{"alarm": <alarm>, "said": "it was <first>"}',
                }
            },
            {"alarm": "{alarm}", "said": "it was {arn}"},
        ),
    ],
)
def test_a_target_is_given_what_its_input_says(cloud: Sandbox, given: dict[str, Any], expected: Any) -> None:
    """A part of the event, or a text made of its parts."""
    alarm, arn = put_alarm(cloud), machine(cloud, NOTHING)
    aim(cloud, rule(cloud, alarm), arn, **given)
    ring(cloud, alarm)
    (execution,) = executions(cloud, arn)
    wanted = json.dumps(expected).replace("{alarm}", alarm).replace("{arn}", alarm_arn(alarm))
    assert json.loads(execution["input"]) == json.loads(wanted)


def test_an_alarm_that_stays_as_it_is_puts_no_event_on_the_bus(cloud: Sandbox) -> None:
    """Only a change of state is an event."""
    alarm, arn = put_alarm(cloud), machine(cloud, NOTHING)
    aim(cloud, rule(cloud, alarm), arn)
    ring(cloud, alarm)
    ring(cloud, alarm)
    assert len(executions(cloud, arn)) == 1


def test_a_disabled_rule_starts_nothing(cloud: Sandbox) -> None:
    """DisableRule holds a rule back."""
    alarm, arn = put_alarm(cloud), machine(cloud, NOTHING)
    name = rule(cloud, alarm)
    aim(cloud, name, arn)
    cloud.client("events").disable_rule(Name=name)
    ring(cloud, alarm)
    assert executions(cloud, arn) == []


def test_a_role_that_may_not_start_the_machine_starts_nothing(cloud: Sandbox) -> None:
    """What kept a target from being started can be asked for."""
    alarm, arn = put_alarm(cloud), machine(cloud, NOTHING)
    aim(cloud, rule(cloud, alarm), arn, RoleArn=role(cloud, EVENTS, "sns:Publish"))
    ring(cloud, alarm)
    assert executions(cloud, arn) == []
    (launch,) = [one for one in cloud.control("launches") if one["target"] == arn]
    assert "is not authorized to perform: states:StartExecution" in launch["reason"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"RoleArn": None}, "RoleArn is required for target"),
        ({"Input": "{"}, "JSON syntax error"),
        ({"Input": "{}", "InputPath": "$.detail"}, "Only one of Input"),
    ],
)
def test_a_wrong_target_is_refused(cloud: Sandbox, target: dict[str, Any], words: str) -> None:
    """PutTargets refuses what could never be started."""
    with pytest.raises(ClientError, match=words):
        aim(cloud, rule(cloud, put_alarm(cloud)), machine(cloud, NOTHING), **target)


def test_a_role_that_the_bus_cannot_assume_is_refused(cloud: Sandbox) -> None:
    """The trust policy must name EventBridge."""
    with pytest.raises(ClientError, match=r"cannot be assumed by principal 'events\.amazonaws\.com'"):
        aim(cloud, rule(cloud, put_alarm(cloud)), machine(cloud, NOTHING), RoleArn=role(cloud))


def test_the_history_of_an_alarm_tells_its_changes(cloud: Sandbox) -> None:
    """Changes of state and executed actions are told, newest first, from a moment on."""
    alarm = put_alarm(cloud)
    ring(cloud, alarm, "OK")
    ring(cloud, alarm)
    history = cloud.client("cloudwatch").describe_alarm_history(AlarmName=alarm, HistoryItemType="StateUpdate")
    items = history["AlarmHistoryItems"]
    assert [one["HistorySummary"] for one in items] == [
        "Alarm updated from OK to ALARM",
        "Alarm updated from INSUFFICIENT_DATA to OK",
    ]
    later = cloud.client("cloudwatch").describe_alarm_history(AlarmName=alarm, StartDate="2100-01-01T00:00:00Z")
    assert later["AlarmHistoryItems"] == []


def test_an_execution_that_a_rule_started_ends_like_any_other(cloud: Sandbox) -> None:
    """The execution that is named by the launch can be described."""
    alarm, arn = put_alarm(cloud), machine(cloud, NOTHING)
    aim(cloud, rule(cloud, alarm), arn)
    ring(cloud, alarm)
    (launch,) = [one for one in cloud.control("launches") if one["target"] == arn]
    assert ended(cloud, launch["execution"])["status"] == "SUCCEEDED"
