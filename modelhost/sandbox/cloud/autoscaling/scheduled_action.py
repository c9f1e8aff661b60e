"""Scheduled actions on a registered target; nothing fires by itself, the control plane fires one on demand."""

from __future__ import annotations

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.autoscaling import scalable
from modelhost.sandbox.cloud.autoscaling.schedule import problem
from modelhost.sandbox.cloud.autoscaling.scope import described, missing, page_of, registered, scope_of
from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record


def put(call: Call, cloud: Cloud) -> None:
    """Create or replace a scheduled action."""
    scope = scope_of(call)
    registered(call, cloud, scope)
    name = call.params["ScheduledActionName"]
    key = f"{scope.key}|{name}"
    shelf = cloud.shelf(bounds.ACTIONS)
    record: Record | None = shelf.get((call.region, key))
    fields = {**(record.fields if record else {}), **call.params}
    _refuse(fields)
    if record is None:
        resource = f"scheduledAction:{uuid.uuid4()}:resource/sagemaker/{scope.resource}:scheduledActionName/{name}"
        arn = f"arn:aws:autoscaling:{call.region}:{ACCOUNT_ID}:{resource}"
        shelf[call.region, key] = Record(key, arn, fields, cloud.now())
    else:
        record.fields = fields


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe the scheduled actions of SageMaker, every field of them."""
    records, token = page_of(call, cloud, bounds.ACTIONS, "ScheduledActionName")
    return {"ScheduledActions": [described(record, "ScheduledActionARN") for record in records], "NextToken": token}


def delete(call: Call, cloud: Cloud) -> None:
    """Delete a scheduled action."""
    scope = scope_of(call)
    name = call.params["ScheduledActionName"]
    if cloud.shelf(bounds.ACTIONS).pop((call.region, f"{scope.key}|{name}"), None) is None:
        raise missing(f"No scheduled action found for {scope}, scheduled action name: {name}")


def fire(cloud: Cloud, name: str, action_name: str) -> dict[str, Any]:
    """Do now what a scheduled action of an endpoint or a component would do; it fails while that is changing."""
    for (region, _), action in cloud.shelf(bounds.ACTIONS).items():
        resource = action.fields["ResourceId"].split("/")
        if action.fields["ScheduledActionName"] == action_name and resource[1] == name:
            return _fire(cloud, region, action)
    raise ValueError(f"endpoint '{name}' has no scheduled action '{action_name}'")


def _fire(cloud: Cloud, region: str, action: Record) -> dict[str, Any]:
    resource, dimension = action.fields["ResourceId"], action.fields["ScalableDimension"]
    obstacle = scalable.refused_now(cloud, region, resource, dimension)
    target = bounds.target_of(cloud, region, resource, dimension)
    if obstacle or target is None:
        raise ValueError(obstacle or f"{resource} is not registered as a scalable target")
    wanted = {**target.fields, **action.fields["ScalableTargetAction"]}
    if wanted["MinCapacity"] > wanted["MaxCapacity"]:
        raise ValueError("Maximum capacity cannot be less than minimum capacity")
    target.fields = wanted
    scalable.find(cloud, region, resource, dimension).keep_bounds()
    return {name: wanted[name] for name in ("MinCapacity", "MaxCapacity")}


def _refuse(fields: dict[str, Any]) -> None:
    if "Schedule" not in fields:
        raise validation("Schedule is required when you create a scheduled action")
    wrong = problem(fields["Schedule"])
    if wrong:
        raise validation(f"Invalid schedule expression. Details: {fields['Schedule']}: {wrong}.")
    action = fields.get("ScalableTargetAction", {})
    if not action:
        raise validation("ScalableTargetAction must specify MinCapacity, MaxCapacity or both")
    if action.get("MinCapacity", 0) > action.get("MaxCapacity", action.get("MinCapacity", 0)):
        raise validation("Maximum capacity cannot be less than minimum capacity")
    _refuse_timezone(fields.get("Timezone"))


def _refuse_timezone(name: str | None) -> None:
    try:
        ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError) as error:
        raise validation(f"Invalid timezone: {name}") from error
