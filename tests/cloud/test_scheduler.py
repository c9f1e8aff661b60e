"""EventBridge Scheduler: what it refuses, and what a schedule does when it is fired by hand."""

from __future__ import annotations

import json
import urllib.error
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, count_of, unique
from tests.cloud.machine import chain, machine, role
from tests.cloud.test_bus import executions

SCHEDULER = "scheduler.amazonaws.com"
RESIZE = "arn:aws:scheduler:::aws-sdk:sagemaker:updateEndpointWeightsAndCapacities"


def schedule(cloud: Sandbox, target: dict[str, Any] | None = None, **fields: Any) -> str:
    """Create a schedule of a weekday's evening."""
    name = unique("schedule")
    wanted = {
        "Name": name,
        "ScheduleExpression": "cron(0 20 ? * MON-FRI *)",
        "ScheduleExpressionTimezone": "Europe/Berlin",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": RESIZE, "RoleArn": role(cloud, SCHEDULER), "Input": "{}", **(target or {})},
        **fields,
    }
    cloud.client("scheduler").create_schedule(**wanted)
    return name


def test_a_schedule_starts_a_state_machine(cloud: Sandbox) -> None:
    """A templated target is started with the schedule's input, the moment filled in."""
    arn = machine(cloud, chain(Done={"Type": "Succeed"}))
    given = {"action": "sleep", "by": "<aws.scheduler.schedule-arn>"}
    name = schedule(cloud, {"Arn": arn, "Input": json.dumps(given)})
    launched = cloud.control("fire", {"schedule": name})
    assert (launched["started"], launched["target"]) == (True, arn)
    (execution,) = executions(cloud, arn)
    assert json.loads(execution["input"])["by"].endswith(f":schedule/default/{name}")


def test_a_schedule_calls_any_operation(cloud: Sandbox) -> None:
    """A universal target calls the operation that its ARN names."""
    endpoint = cloud.endpoint()
    wanted = [{"VariantName": "main", "DesiredInstanceCount": 3}]
    name = schedule(cloud, {"Input": json.dumps({"EndpointName": endpoint, "DesiredWeightsAndCapacities": wanted})})
    assert cloud.control("fire", {"schedule": f"default/{name}"})["started"]
    assert count_of(cloud.settled(endpoint)) == 3


def test_what_a_schedule_could_not_do_is_told(cloud: Sandbox) -> None:
    """The refusal of the operation is the launch's reason."""
    given = {"EndpointName": "absent", "DesiredWeightsAndCapacities": [{"VariantName": "main"}]}
    launched = cloud.control("fire", {"schedule": schedule(cloud, {"Input": json.dumps(given)})})
    assert not launched["started"]
    assert "Could not find endpoint" in launched["reason"]


def test_a_disabled_schedule_does_not_fire(cloud: Sandbox) -> None:
    """Firing it by hand is refused."""
    name = schedule(cloud, State="DISABLED")
    with pytest.raises(urllib.error.HTTPError):
        cloud.control("fire", {"schedule": name})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ScheduleExpression": "cron(0 20 * * MON-FRI *)"}, r"exactly one of day of month and day of week"),
        ({"ScheduleExpression": "cron(0 20 * * *)"}, "6 fields"),
        ({"ScheduleExpression": "rate(1 hours)"}, "does not agree with 1"),
        ({"ScheduleExpressionTimezone": "Europe/Atlantis"}, "Invalid Schedule Expression Timezone"),
        ({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}, "MaximumWindowInMinutes is required"),
        ({"GroupName": "absent"}, "Schedule group absent does not exist"),
        ({"State": "PAUSED"}, "PAUSED"),
    ],
)
def test_a_wrong_schedule_is_refused(cloud: Sandbox, fields: dict[str, Any], words: str) -> None:
    """Scheduler's own rules hold."""
    with pytest.raises(ClientError, match=words):
        schedule(cloud, **fields)


@pytest.mark.parametrize("action", ["sagemaker:describeEndpoint", "sagemaker:growEndpoint", "sagemaker:UpdateEndpoint"])
def test_a_target_that_scheduler_has_not_is_refused(cloud: Sandbox, action: str) -> None:
    """Operations that only read, or do not exist, are no targets."""
    with pytest.raises(ClientError, match="is not a supported API for universal targets"):
        schedule(cloud, {"Arn": f"arn:aws:scheduler:::aws-sdk:{action}"})


def test_a_role_that_scheduler_cannot_assume_is_refused(cloud: Sandbox) -> None:
    """The trust policy must name Scheduler."""
    with pytest.raises(ClientError, match="must allow AWS EventBridge Scheduler to assume the role"):
        schedule(cloud, {"RoleArn": role(cloud, "events.amazonaws.com")})


def test_an_update_forgets_what_it_does_not_say(cloud: Sandbox) -> None:
    """UpdateSchedule replaces the whole schedule."""
    name = schedule(cloud, Description="evening")
    scheduler = cloud.client("scheduler")
    shown = scheduler.get_schedule(Name=name)
    names = ("Name", "ScheduleExpression", "FlexibleTimeWindow", "Target")
    scheduler.update_schedule(**{key: shown[key] for key in names})
    again = scheduler.get_schedule(Name=name)
    assert ("Description" in again, again["ScheduleExpressionTimezone"]) == (False, "UTC")


def test_a_group_goes_with_its_schedules(cloud: Sandbox) -> None:
    """Deleting a group deletes what is in it."""
    scheduler, group = cloud.client("scheduler"), unique("group")
    scheduler.create_schedule_group(Name=group)
    schedule(cloud, GroupName=group)
    assert len(scheduler.list_schedules(GroupName=group)["Schedules"]) == 1
    scheduler.delete_schedule_group(Name=group)
    assert scheduler.list_schedules(GroupName=group)["Schedules"] == []
