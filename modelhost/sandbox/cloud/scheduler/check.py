"""What EventBridge Scheduler refuses of a schedule."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

from modelhost.sandbox.cloud.autoscaling.schedule import DAY_OF_MONTH, DAY_OF_WEEK, problem
from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.scheduler.target import refuse_unknown
from modelhost.sandbox.cloud.trust import role

SERVICE = "scheduler.amazonaws.com"
UNTRUSTED = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."


def schedule(call: Call) -> None:
    """Refuse a schedule that could never fire, or not as wanted."""
    _expression(call.params["ScheduleExpression"])
    _timezone(call.params.get("ScheduleExpressionTimezone", "UTC"))
    _window(call.params["FlexibleTimeWindow"])
    start, end = call.params.get("StartDate"), call.params.get("EndDate")
    if start and end and end <= start:
        raise validation("The EndDate you specify must come after the StartDate.")
    _target(call.params["Target"])
    group = call.arn(f"schedule-group/{call.params.get('GroupName', 'default')}")  # not the schedule: AWS tells this
    if not role.assumable(call.params["Target"]["RoleArn"], SERVICE, group):
        raise validation(UNTRUSTED)


def _expression(expression: str) -> None:
    wrong = problem(expression) or _question_marks(expression)
    if wrong:
        raise validation(f"Invalid Schedule Expression {expression}: {wrong}.")


def _question_marks(expression: str) -> str | None:
    if not expression.startswith("cron("):
        return None
    fields = expression.removeprefix("cron(").removesuffix(")").split()
    if [fields[DAY_OF_MONTH], fields[DAY_OF_WEEK]].count("?") != 1:
        return "exactly one of day of month and day of week must be '?'"
    return None


def _timezone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise validation(f"Invalid Schedule Expression Timezone {name}.") from error


def _window(window: dict[str, Any]) -> None:
    flexible, minutes = window["Mode"] == "FLEXIBLE", window.get("MaximumWindowInMinutes")
    if flexible and minutes is None:
        raise validation("MaximumWindowInMinutes is required when the flexible time window mode is FLEXIBLE.")
    if minutes is not None and not flexible:
        raise validation("MaximumWindowInMinutes must not be set when the flexible time window mode is OFF.")


def _target(target: dict[str, Any]) -> None:
    arn = target["Arn"]
    if not arn.startswith("arn:"):
        raise validation("Provided Arn is not in correct format.")
    refuse_unknown(arn)
    try:
        json.loads(target.get("Input", "{}"))
    except ValueError as error:
        raise validation(f"Invalid Input for target {arn}: it is not valid JSON.") from error
