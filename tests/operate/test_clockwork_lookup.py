"""Finding state machines, schedules, rules and components that a killed run was making."""

from __future__ import annotations

import json

import pytest

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.lookup import LOOKUPS
from tests.cloud.embedded import ROLE, Sandbox, unique
from tests.cloud.hosted_component import create_component, host
from tests.operate.test_lookup import URN, search

MARKS = {"environment": "test", "service": "modelhost"}
PASS = json.dumps({"StartAt": "x", "States": {"x": {"Type": "Pass", "End": True}}})


@pytest.mark.parametrize(("environment", "ours"), [("test", True), ("theirs", False)])
def test_a_state_machine_is_found_by_name_and_tags(cloud: Cloud, environment: str, ours: bool):
    """Its id is its ARN."""
    name, marks = unique("resize"), {**MARKS, "environment": environment}
    tags = [{"key": key, "value": value} for key, value in marks.items()]
    client = cloud.client("stepfunctions")
    arn = client.create_state_machine(name=name, definition=PASS, roleArn=ROLE, tags=tags)["stateMachineArn"]
    found = search(cloud, "aws:sfn/stateMachine:StateMachine", {"name": name}, MARKS)
    assert found == ([arn] if ours else [])


@pytest.mark.parametrize(("environment", "ours"), [("test", True), ("theirs", False)])
def test_a_group_of_schedules_is_found_by_name_and_tags(cloud: Cloud, environment: str, ours: bool):
    """Another team's group of the same name is not ours."""
    name, marks = unique("group"), {**MARKS, "environment": environment}
    tags = [{"Key": key, "Value": value} for key, value in marks.items()]
    cloud.client("scheduler").create_schedule_group(Name=name, Tags=tags)
    assert search(cloud, "aws:scheduler/scheduleGroup:ScheduleGroup", {"name": name}, MARKS) == [name] * ours


@pytest.mark.parametrize(("environment", "ours"), [("test", True), ("theirs", False)])
def test_an_event_rule_is_found_by_name_and_tags(cloud: Cloud, environment: str, ours: bool):
    """A rule that is not there is not found either."""
    name, marks = unique("rule"), {**MARKS, "environment": environment}
    tags = [{"Key": key, "Value": value} for key, value in marks.items()]
    cloud.client("events").put_rule(Name=name, EventPattern='{"source": ["x"]}', Tags=tags)
    rule = "aws:cloudwatch/eventRule:EventRule"
    assert search(cloud, rule, {"name": name}, MARKS) == [name] * ours
    assert search(cloud, rule, {"name": unique("rule")}, MARKS) == []


@pytest.mark.parametrize(
    ("type", "inputs", "id"),
    [
        ("aws:scheduler/schedule:Schedule", {"name": "up", "groupName": "dev"}, "dev/up"),
        ("aws:scheduler/schedule:Schedule", {"name": "up"}, "default/up"),
        ("aws:cloudwatch/eventTarget:EventTarget", {"rule": "r", "targetId": "t"}, "r-t"),
    ],
)
def test_what_has_no_life_of_its_own_is_named(cloud: Cloud, type: str, inputs: dict[str, str], id: str):
    """As the AWS provider names it; the refresh tells whether it is there."""
    assert (search(cloud, type, inputs, MARKS), LOOKUPS[type].seen) == ([id], False)


@pytest.mark.parametrize(("urn", "ours"), [(URN, True), ("urn:other", False)])
def test_a_component_is_found_by_the_mark_of_its_urn(sandbox: Sandbox, cloud: Cloud, urn: str, ours: bool):
    """Somebody else's of the same name is not taken for it."""
    tags = [{"Key": "modelhost:urn", "Value": urn.replace("$", "/")}]
    name = create_component(sandbox, host(sandbox), Tags=tags)
    assert search(cloud, "modelhost:index:InferenceComponent", {"name": name}, MARKS) == [name] * ours
