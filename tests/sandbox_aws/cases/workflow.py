"""Stories of state machines, and of what starts them."""

from __future__ import annotations

import json

from tests.sandbox_aws.cases.case import RETAGGED, Case, Inputs, policy, tagged
from tests.sandbox_aws.world import World


def definition(comment: str) -> str:
    """Return a state machine that does nothing."""
    return json.dumps({"Comment": comment, "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})


def _logging(world: World) -> Inputs:
    group = world.make("aws:cloudwatch/logGroup:LogGroup", {"name": "/aws/vendedlogs/states/resize"})
    return {"level": "ERROR", "includeExecutionData": True, "logDestination": f"{group['arn']}:*"}


def _machine(world: World) -> Inputs:
    role = world.role("states.amazonaws.com")
    delivery = {"role": role["name"], "policy": policy("logs:*")}
    world.make("aws:iam/rolePolicy:RolePolicy", delivery)
    return {"definition": definition("one"), "roleArn": role["arn"]}


def _made_machine(world: World) -> str:
    return str(world.make("aws:sfn/stateMachine:StateMachine", _machine(world))["arn"])


def _schedule(world: World) -> Inputs:
    role = world.role("scheduler.amazonaws.com")
    target = {"arn": _made_machine(world), "roleArn": role["arn"], "input": json.dumps({"action": "sleep"})}
    return {
        "groupName": world.make("aws:scheduler/scheduleGroup:ScheduleGroup", {})["name"],
        "scheduleExpression": "cron(0 20 ? * MON-FRI *)",
        "scheduleExpressionTimezone": "Europe/Berlin",
        "flexibleTimeWindow": {"mode": "OFF"},
        "description": "the evening",
        "target": target,
    }


def _later(world: World) -> Inputs:
    role = world.role("scheduler.amazonaws.com")
    return {
        "scheduleExpression": "cron(0 21 ? * MON-FRI *)",
        "flexibleTimeWindow": {"mode": "FLEXIBLE", "maximumWindowInMinutes": 5},
        "description": None,
        "state": "DISABLED",
        "target": {
            "arn": _made_machine(world),
            "roleArn": role["arn"],
            "retryPolicy": {"maximumEventAgeInSeconds": 600, "maximumRetryAttempts": 2},
        },
    }


def _rule(world: World) -> Inputs:
    detail = {"alarmName": ["digits-up"], "state": {"value": ["ALARM"]}}
    pattern = {"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"], "detail": detail}
    return {"eventPattern": json.dumps(pattern), "description": "the ladder"}


def _target(world: World) -> Inputs:
    return {
        "rule": world.make("aws:cloudwatch/eventRule:EventRule", _rule(world))["name"],
        "arn": _made_machine(world),
        "roleArn": world.role("events.amazonaws.com")["arn"],
        "input": json.dumps({"action": "step", "by": 1}),
        "retryPolicy": {"maximumEventAgeInSeconds": 600, "maximumRetryAttempts": 2},
    }


CASES = (
    Case(
        "aws:sfn/stateMachine:StateMachine",
        lambda world: tagged({**_machine(world), "loggingConfiguration": _logging(world)}),
        lambda world: {
            "definition": definition("two"),
            "roleArn": world.role("states.amazonaws.com")["arn"],
            "loggingConfiguration": None,
            **RETAGGED,
        },
    ),
    Case("aws:scheduler/scheduleGroup:ScheduleGroup", lambda world: tagged({}), lambda world: RETAGGED),
    Case("aws:scheduler/schedule:Schedule", _schedule, _later),
    Case(
        "aws:cloudwatch/eventRule:EventRule",
        lambda world: tagged(_rule(world)),
        lambda world: {
            "eventPattern": json.dumps({"source": ["aws.cloudwatch"]}),
            "description": None,
            "state": "DISABLED",
            **RETAGGED,
        },
    ),
    Case(
        "aws:cloudwatch/eventTarget:EventTarget",
        _target,
        lambda world: {
            "arn": _made_machine(world),
            "input": None,
            "inputTransformer": {"inputPaths": {"alarm": "$.detail.alarmName"}, "inputTemplate": '{"alarm": <alarm>}'},
        },
    ),
)
