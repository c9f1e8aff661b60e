"""Alarms of step-scaling policies: a policy put back has a new ARN, and an alarm that calls the old one is dead.

Target tracking makes its alarms by itself; those of step policies, the wake-up from zero among them, are the user's.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.validate import input_shape

KIND = ":scalingPolicy:"
ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")


def repoint(context: Context, arns: Iterable[str]) -> None:
    """Let every alarm that called one of the policies under an earlier ARN call it under this one."""
    current = {_subject(arn): arn for arn in arns}
    if not current:
        return
    client = context.client("cloudwatch")
    prefix = next(iter(current.values())).partition(KIND)[0] + KIND
    for alarm in _calling(client, prefix):
        repaired = {key: [_repaired(arn, current) for arn in alarm.get(key) or ()] for key in ACTIONS}
        if any(repaired[key] != (alarm.get(key) or []) for key in ACTIONS):
            context.log("info", f"alarm {alarm['AlarmName']} calls its scaling policy under the policy's new ARN")
            client.put_metric_alarm(**_request(alarm), **repaired)


def _calling(client: Any, prefix: str) -> Iterator[Mapping[str, Any]]:
    for page in client.get_paginator("describe_alarms").paginate(ActionPrefix=prefix, AlarmTypes=["MetricAlarm"]):
        yield from page.get("MetricAlarms") or ()


def _repaired(action: str, current: Mapping[str, str]) -> str:
    return current.get(_subject(action), action) if KIND in action else action


def _subject(arn: str) -> str:
    """What stays of a policy's ARN when the policy is put again: everything but the identifier in its middle."""
    before, _, after = arn.partition(KIND)
    return f"{before}{KIND}{after.partition(':')[2]}"


def _request(alarm: Mapping[str, Any]) -> dict[str, Any]:
    """The alarm as PutMetricAlarm takes it, its actions aside."""
    known = input_shape("cloudwatch", "put_metric_alarm").members
    return {key: value for key, value in alarm.items() if key in known and key not in ACTIONS}
