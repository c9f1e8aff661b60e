"""Alarms that call a step-scaling policy: it has a new ARN once it was put back, and they would call nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modelhost.operate.cloud import Cloud

POLICY = ":scalingPolicy:"
"""Stands before the part of a policy's ARN that is new each time."""
ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")


def rewire(cloud: Cloud, arns: Sequence[str]) -> None:
    """Let the alarms that called one of the policies under an earlier ARN call it under one of *arns*."""
    if not arns:
        return
    client, now = cloud.client("cloudwatch"), {lasting(arn): arn for arn in arns}
    accepted = client.meta.service_model.operation_model("PutMetricAlarm").input_shape.members
    prefix = arns[0].partition(POLICY)[0] + POLICY
    calling = cloud.items("cloudwatch", "describe_alarms", "MetricAlarms", ActionPrefix=prefix)
    for alarm in list(calling):
        told = {kind: [now.get(lasting(each), each) for each in alarm.get(kind) or ()] for kind in ACTIONS}
        if any(told[kind] != (alarm.get(kind) or []) for kind in ACTIONS):
            client.put_metric_alarm(**{**kept(alarm, accepted), **told})


def lasting(arn: str) -> str:
    """Return what of a policy's ARN stays the same."""
    before, _, rest = arn.partition(POLICY)
    return f"{before}{POLICY}{rest.partition(':')[2]}"


def kept(alarm: Mapping[str, Any], accepted: Mapping[str, Any]) -> dict[str, Any]:
    """Return *alarm* as PutMetricAlarm takes it."""
    return {key: value for key, value in alarm.items() if key in accepted and value not in (None, [])}
