"""Step scaling: what a policy does to a count when its alarm goes off, by how far the metric is past the threshold."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, inf
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.component import settling
from modelhost.sandbox.cloud.sagemaker.component import state as component_state

CONFIGURATION = "StepScalingPolicyConfiguration"
FULL_PERCENT = 100


def on_alarm(call: Call, cloud: Cloud) -> None:
    """Let the step policies act that hang on an alarm which is put into ALARM, as if just past its threshold."""
    alarm = cloud.shelf(bounds.ALARMS).get((call.region, call.params["AlarmName"]))
    if alarm is not None and call.params["StateValue"] == "ALARM":
        step_by_alarm(cloud, call.region, alarm, float(alarm.fields.get("Threshold", 0)))


def step_by_alarm(cloud: Cloud, region: str, alarm: Record, value: float) -> None:
    """Let the step policies among an alarm's actions act."""
    actions = alarm.fields.get("AlarmActions", []) if alarm.fields.get("ActionsEnabled", True) else []
    beyond = value - float(alarm.fields.get("Threshold", 0))
    for policy in list(cloud.shelf(bounds.POLICIES).values()):
        if policy.arn in actions and CONFIGURATION in policy.fields:
            _step(cloud, region, policy.fields, beyond)


def _step(cloud: Cloud, region: str, policy: dict[str, Any], beyond: float) -> None:
    given = policy[CONFIGURATION]
    for step in given["StepAdjustments"]:
        if step.get("MetricIntervalLowerBound", -inf) <= beyond < step.get("MetricIntervalUpperBound", inf):
            _move(cloud, region, policy, given, int(step["ScalingAdjustment"]))
            return


def _move(cloud: Cloud, region: str, policy: dict[str, Any], given: dict[str, Any], adjustment: int) -> None:
    resource, dimension = policy["ResourceId"], policy["ScalableDimension"]

    def wanted(count: int) -> int:
        return bounds.clamped(cloud, region, resource, dimension, changed(count, given, adjustment))

    parts = resource.split("/")
    if dimension == bounds.COPIES:
        component = settling.look_up(cloud, region, parts[1])
        if (
            component
            and component.status == component_state.IN_SERVICE
            and wanted(component.desired) != component.desired
        ):
            settling.resize(component, cloud, wanted(component.desired))
        return
    endpoint = state.look_up(cloud, region, parts[1])
    if endpoint is None or endpoint.status != state.IN_SERVICE:
        return
    moved = tuple(
        replace(one, desired=wanted(one.desired)) if one.name == parts[3] else one for one in endpoint.variants
    )
    if moved != endpoint.variants:
        endpoint.variants = moved
        state.resize(endpoint, cloud, moved)


def changed(count: int, given: dict[str, Any], adjustment: int) -> int:
    """Apply an adjustment of any type to a count."""
    kind = given["AdjustmentType"]
    if kind == "ExactCapacity":
        return adjustment
    if kind == "ChangeInCapacity":
        return max(0, count + adjustment)
    part = count * adjustment / FULL_PERCENT
    whole = max(ceil(part), int(given.get("MinAdjustmentMagnitude", 1))) if part > 0 else floor(part)
    return max(0, count + whole)
