"""The examples whose size, or existence, a clock or an alarm decides: a state machine acts, and `up` respects it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.examples.example import Example

pytestmark = pytest.mark.sandbox

ACCOUNT = "123456789012"
BOUND_SECONDS = 60


def until(claim: Callable[[], bool], what: str) -> None:
    """Ask again and again until *claim* holds, within a bound."""
    end = time.monotonic() + BOUND_SECONDS
    while not claim():
        assert time.monotonic() < end, what


def executed(stack: Example, count: int) -> dict[str, Any]:
    """The last of *count* executions of the endpoint's state machine, when it has ended well."""

    def mine() -> list[dict[str, Any]]:
        return [each for each in stack.bench.control("executions") if stack.cloud_name in str(each)]

    until(lambda: len(mine()) == count and mine()[-1]["status"] != "RUNNING", f"execution {count} ends")
    last = mine()[-1]
    assert last["status"] == "SUCCEEDED", last
    return last


def fire(stack: Example, schedule: str) -> None:
    """Do now what the clock does at its time."""
    stack.bench.control("fire", {"schedule": f"{stack.cloud_name}-resize/{schedule}"})


def live_size(stack: Example) -> str:
    """The machine type of the live configuration."""
    client = stack.bench.aws("sagemaker")
    name = client.describe_endpoint(EndpointName=stack.cloud_name)["EndpointConfigName"]
    size: str = client.describe_endpoint_config(EndpointConfigName=name)["ProductionVariants"][0]["InstanceType"]
    return size


def exists(stack: Example) -> bool:
    """Whether the endpoint stands."""
    listed = stack.bench.aws("sagemaker").list_endpoints(NameContains=stack.cloud_name)["Endpoints"]
    return bool(listed)


def machine_made(stack: Example) -> None:
    """The state machine that was made: standard, logged to a group of its own, and traced."""
    [made] = stack.sent("stepfunctions", "CreateStateMachine")
    name, definition = f"{stack.cloud_name}-resize", json.loads(made.pop("definition"))
    group = f"arn:aws:logs:us-west-2:{ACCOUNT}:log-group:/aws/vendedlogs/states/{name}:*"
    assert {key: value for key, value in made.items() if key != "tags"} == {
        "name": name,
        "roleArn": f"arn:aws:iam::{ACCOUNT}:role/{name}-role-#",
        "type": "STANDARD",
        "loggingConfiguration": {
            "level": "ERROR",
            "includeExecutionData": True,
            "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}],
        },
        "tracingConfiguration": {"enabled": True},
    }
    calls = {state["Resource"] for state in definition["States"].values() if state["Type"] == "Task"}
    assert all(call.startswith("arn:aws:states:::aws-sdk:") for call in calls)


def scheduled(stack: Example, name: str, cron: str, order: dict[str, str]) -> dict[str, Any]:
    """The request that makes a schedule which gives the state machine an order."""
    machine = f"{stack.cloud_name}-resize"
    return {
        "Name": name,
        "GroupName": machine,
        "ScheduleExpression": cron,
        "ScheduleExpressionTimezone": "Europe/Berlin",
        "State": "ENABLED",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {
            "Arn": f"arn:aws:states:us-west-2:{ACCOUNT}:stateMachine:{machine}",
            "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/{machine}-clock-role-#",
            "Input": json.dumps(order),
            "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 60},
        },
    }


def schedules_made(stack: Example) -> list[dict[str, Any]]:
    """The schedules that were made, by their names."""
    made = stack.sent("scheduler", "CreateSchedule")
    plain = [{key: value for key, value in each.items() if key != "ClientToken"} for each in made]
    return sorted(plain, key=lambda each: str(each["Name"]))


def new_version(digits: dict[str, Any]) -> None:
    """Change the container, so that a new version has to go live."""
    digits["environment"] = {"LEVEL": "debug"}


def test_scheduled_size(example):
    """The clock resizes with the rest retained; `up` keeps the size that is live and ships a new version at it."""
    stack = example("scheduled-size")
    machine_made(stack)
    assert schedules_made(stack) == [
        scheduled(stack, f"size-weekdays-{at}-europe-berlin", cron, {"action": "resize", "size": size})
        for at, cron, size in (
            ("07-30", "cron(30 7 ? * MON-FRI *)", "ml.m7i.2xlarge"),
            ("20-00", "cron(0 20 ? * MON-FRI *)", "ml.m7i.large"),
        )
    ]
    stack.bench.control("calls", method="DELETE")

    fire(stack, "size-weekdays-07-30-europe-berlin")
    executed(stack, 1)

    [update] = stack.sent("sagemaker", "UpdateEndpoint")
    assert update["RetainAllVariantProperties"] is True
    assert live_size(stack) == "ml.m7i.2xlarge"
    assert stack.bench.changes("--refresh") == {}
    stack.change(new_version)
    assert live_size(stack) == "ml.m7i.2xlarge"
    fire(stack, "size-weekdays-20-00-europe-berlin")
    executed(stack, 2)
    assert live_size(stack) == "ml.m7i.large"
    stack.destroy()


def test_vertical_demand(example):
    """The alarm moves the endpoint one step up its ladder, and down again, never past its ends."""
    stack = example("vertical-demand")
    machine_made(stack)
    rules = {each["Name"]: json.loads(each["EventPattern"]) for each in stack.sent("events", "PutRule")}
    orders = {each["Rule"]: json.loads(each["Targets"][0]["Input"]) for each in stack.sent("events", "PutTargets")}
    assert {orders[name]["by"]: pattern for name, pattern in rules.items()} == {
        by: {
            "source": ["aws.cloudwatch"],
            "detail-type": ["CloudWatch Alarm State Change"],
            "resources": [f"arn:aws:cloudwatch:us-west-2:{ACCOUNT}:alarm:{stack.cloud_name}-size-{way}"],
            "detail": {"state": {"value": ["ALARM"]}},
        }
        for by, way in ((1, "up"), (-1, "down"))
    }
    up, down = f"{stack.cloud_name}-size-up", f"{stack.cloud_name}-size-down"

    def ring(alarm: str, state: str) -> None:
        stack.bench.aws("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a test")

    ring(up, "ALARM")
    until(lambda: live_size(stack) != "ml.m7i.large", "a step up")
    ring(up, "OK")
    executed(stack, 1)
    assert live_size(stack) in {"ml.m7i.2xlarge", "ml.m7i.4xlarge"}
    before = live_size(stack)

    stack.change(new_version)

    assert live_size(stack) == before
    ring(down, "ALARM")
    until(lambda: live_size(stack) != before, "a step down")
    ring(down, "OK")
    executed(stack, 2)
    stack.destroy()


def test_office_hours(example):
    """At night the endpoint is gone and `up` leaves it so; in the morning it wakes with what was shipped meanwhile."""
    stack = example("office-hours")
    assert schedules_made(stack) == [
        scheduled(stack, "sleep", "cron(0 20 ? * MON-FRI *)", {"action": "sleep"}),
        scheduled(stack, "wake", "cron(0 7 ? * MON-FRI *)", {"action": "wake"}),
    ]

    fire(stack, "sleep")
    executed(stack, 1)

    assert not exists(stack)
    assert stack.bench.changes("--refresh") == {}
    stack.change(new_version)
    assert not exists(stack)
    fire(stack, "wake")
    executed(stack, 2)
    live = stack.bench.aws("sagemaker").describe_endpoint(EndpointName=stack.cloud_name)
    assert live["EndpointStatus"] == "InService"
    assert stack.bench.changes("--refresh") == {}
    stack.destroy()
