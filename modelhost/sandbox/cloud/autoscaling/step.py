"""Step-scaling policies at work: an alarm that goes off moves the count of what its policy scales.

Cooldowns are not waited for: a test that sets an alarm off twice wants two steps.
"""

from __future__ import annotations

import json
import math
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.component import settling
from modelhost.sandbox.cloud.sagemaker.scale import scale, scale_component

CONFIGURATION = "StepScalingPolicyConfiguration"
SHELF = "scaling-activity"


def apply_step_policy(cloud: Cloud, region: str, policy_arn: str, alarm: Record) -> None:
    """Do what a policy says for the alarm that went off; what keeps it from that is noted, as AWS does."""
    policy = next((one for one in cloud.shelf(bounds.POLICIES).values() if one.arn == policy_arn), None)
    if policy is None or CONFIGURATION not in policy.fields:
        return  # target tracking follows its metric, which the sandbox has not
    try:
        done, reason = _applied(cloud, region, policy, alarm), ""
    except ValueError as error:
        done, reason = None, str(error)
    shelf = cloud.shelf(SHELF)
    noted = {"policy": policy.fields["PolicyName"], "resource": policy.fields["ResourceId"], "alarm": alarm.name}
    shelf[region, str(len(shelf))] = {**noted, "capacity": done, "reason": reason}


def _applied(cloud: Cloud, region: str, policy: Record, alarm: Record) -> int:
    resource, dimension = policy.fields["ResourceId"], policy.fields["ScalableDimension"]
    configuration = policy.fields[CONFIGURATION]
    present = _present(cloud, region, resource)
    step = step_for(configuration["StepAdjustments"], breach(alarm.fields), rises(alarm.fields))
    if step is None:
        raise ValueError("no step adjustment covers the breach")
    wanted = adjusted(present, int(step["ScalingAdjustment"]), configuration)
    count = bounds.clamped(cloud, region, resource, dimension, wanted)
    if count != present:
        _move(cloud, resource, count)
    return count


def rises(alarm: dict[str, Any]) -> bool:
    """Tell whether an alarm goes off when its metric is high."""
    return str(alarm.get("ComparisonOperator", "")).startswith("Greater")


def breach(alarm: dict[str, Any]) -> float:
    """Return how far beyond the threshold the metric is said to be: nothing said is just at the threshold."""
    data = json.loads(alarm.get("StateReasonData") or "{}")
    points = [point for point in data.get("recentDatapoints", []) if point is not None]
    return float(points[-1]) - float(data.get("threshold", alarm.get("Threshold", 0))) if points else 0.0


def step_for(steps: list[dict[str, Any]], delta: float, rising: bool) -> dict[str, Any] | None:
    """Choose the step whose interval holds the breach; the bound nearer to the threshold belongs to it."""
    for step in steps:
        low = float(step.get("MetricIntervalLowerBound", -math.inf))
        high = float(step.get("MetricIntervalUpperBound", math.inf))
        if (low <= delta < high) if rising else (low < delta <= high):
            return step
    return None


def adjusted(present: int, change: int, configuration: dict[str, Any]) -> int:
    """Return the count that a step asks for."""
    kind = configuration.get("AdjustmentType")
    if kind == "ExactCapacity":
        return change
    if kind == "PercentChangeInCapacity":
        return present + _percent(present * change / 100, int(configuration.get("MinAdjustmentMagnitude", 1)))
    return present + change


def _percent(exact: float, least: int) -> int:
    """Round towards zero, but never to less than the smallest step."""
    whole = max(math.floor(abs(exact)), least)
    return whole if exact > 0 else -whole


def _present(cloud: Cloud, region: str, resource: str) -> int:
    parts = resource.split("/")
    if parts[0] == "inference-component":
        component = settling.look_up(cloud, region, parts[1])
        if component is None:
            raise ValueError(f"{resource} does not exist")
        return component.desired
    endpoint = state.look_up(cloud, region, parts[1])
    found = [one for one in endpoint.variants if one.name == parts[3]] if endpoint else []
    if not found:
        raise ValueError(f"{resource} does not exist")
    return found[0].desired


def _move(cloud: Cloud, resource: str, count: int) -> None:
    parts = resource.split("/")
    if parts[0] == "inference-component":
        scale_component(cloud, parts[1], count)
    else:
        scale(cloud, parts[1], parts[3], count)
