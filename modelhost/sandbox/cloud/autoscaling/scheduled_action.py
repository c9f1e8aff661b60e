"""Scheduled actions on a registered target; nothing fires by itself, the control plane fires one on demand."""

from __future__ import annotations

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.autoscaling.schedule import problem
from modelhost.sandbox.cloud.autoscaling.scope import described, missing, page_of, registered, scope_of
from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.sagemaker import state


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


def fire(cloud: Cloud, endpoint_name: str, action_name: str) -> dict[str, Any]:
    """Do now what a scheduled action would do at its time; it fails while the endpoint is changing."""
    for (region, _), action in cloud.shelf(bounds.ACTIONS).items():
        resource = action.fields["ResourceId"].split("/")
        if action.fields["ScheduledActionName"] == action_name and resource[1] == endpoint_name:
            return _fire(cloud, region, action, resource)
    raise ValueError(f"endpoint '{endpoint_name}' has no scheduled action '{action_name}'")


def _fire(cloud: Cloud, region: str, action: Record, resource: list[str]) -> dict[str, Any]:
    endpoint = state.look_up(cloud, region, resource[1])
    target = bounds.target(cloud, region, resource[1], resource[3])
    if endpoint is None or target is None or endpoint.status != state.IN_SERVICE:
        raise ValueError(f"endpoint '{resource[1]}' is not in a scalable state")
    wanted = {**target.fields, **action.fields["ScalableTargetAction"]}
    if wanted["MinCapacity"] > wanted["MaxCapacity"]:
        raise ValueError("Maximum capacity cannot be less than minimum capacity")
    target.fields = wanted
    state.keep_bounds(endpoint, region, cloud)
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
