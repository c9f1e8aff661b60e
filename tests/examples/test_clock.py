"""The examples whose size, or existence, a clock or an alarm decides: a state machine acts, and `up` respects it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.examples.example import Example

pytestmark = pytest.mark.sandbox

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


def new_version(digits: dict[str, Any]) -> None:
    """Change the container, so that a new version has to go live."""
    digits["environment"] = {"LEVEL": "debug"}


def test_scheduled_size(example):
    """The clock resizes with the rest retained; `up` keeps the size that is live and ships a new version at it."""
    stack = example("scheduled-size")
    schedules = stack.sent("scheduler", "CreateSchedule")
    assert sorted((each["ScheduleExpression"], json.loads(each["Target"]["Input"])["size"]) for each in schedules) == [
        ("cron(0 20 ? * MON-FRI *)", "ml.m7i.large"),
        ("cron(30 7 ? * MON-FRI *)", "ml.m7i.2xlarge"),
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
