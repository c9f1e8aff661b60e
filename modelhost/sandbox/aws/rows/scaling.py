"""Application Auto Scaling: targets, policies, scheduled actions."""

from __future__ import annotations

from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import Call, Codec, Lookup, Prop, Row, TagStyle

NAME = NameRule(limit=256, refused=r"[^\w.:/=+@-]")
TARGET = {
    "ServiceNamespace": "{serviceNamespace}",
    "ResourceId": "{resourceId}",
    "ScalableDimension": "{scalableDimension}",
}
TARGET_PROPERTIES = {
    "serviceNamespace": Prop(replace=True, required=True),
    "resourceId": Prop(replace=True, required=True),
    "scalableDimension": Prop(replace=True, required=True),
}
TARGET_ID = "{serviceNamespace}/{resourceId}/{scalableDimension}"
TAGS = TagStyle(
    create={"Tags": "{tag_map}"},
    add=Call("tag_resource", {"ResourceARN": "{arn}", "Tags": "{tag_map}"}, auto=False),
    remove=Call("untag_resource", {"ResourceARN": "{arn}", "TagKeys": "{tag_keys}"}, auto=False),
    read=Lookup(
        Call("list_tags_for_resource", {"ResourceARN": "{arn}"}, auto=False),
        {"tags": "Tags"},
        missing=("ResourceNotFoundException",),
    ),
)

SCALABLE_TARGET = Row(
    type="aws:appautoscaling/target:Target",
    service="application-autoscaling",
    properties={
        **TARGET_PROPERTIES,
        "minCapacity": Prop(required=True),
        "maxCapacity": Prop(required=True),
        "roleArn": Prop(api="RoleARN", replace=True, computed=True),
        "suspendedState": Prop(computed=True),
        "tags": Prop(),
    },
    create=Call("register_scalable_target"),
    upsert=True,
    id="{resourceId}",
    import_id=TARGET_ID,
    read=Call(
        "describe_scalable_targets",
        {
            "ServiceNamespace": "{serviceNamespace}",
            "ResourceIds": ["{resourceId}"],
            "ScalableDimension": "{scalableDimension}",
        },
        auto=False,
    ),
    found="ScalableTargets[0]",
    outputs={"arn": "ScalableTargetARN"},
    delete=(Call("deregister_scalable_target", TARGET, auto=False),),
    tags=TAGS,
    unique=tuple(TARGET_PROPERTIES),
    missing=("ObjectNotFoundException",),
)

BOUNDS = ("metricIntervalLowerBound", "metricIntervalUpperBound")


def _encode_steps(configuration: dict[str, Any]) -> dict[str, Any]:
    """The official provider keeps a step's bounds as text."""
    steps = configuration.get("stepAdjustments")
    if not isinstance(steps, list):
        return configuration
    return configuration | {"stepAdjustments": [_with_numbers(step) for step in steps]}


def _with_numbers(step: dict[str, Any]) -> dict[str, Any]:
    return step | {key: float(step[key]) for key in BOUNDS if isinstance(step.get(key), str)}


POLICY = Row(
    type="aws:appautoscaling/policy:Policy",
    service="application-autoscaling",
    properties={
        "name": Prop(replace=True, api="PolicyName"),
        **TARGET_PROPERTIES,
        "policyType": Prop(default="StepScaling"),
        "targetTrackingScalingPolicyConfiguration": Prop(),
        "stepScalingPolicyConfiguration": Prop(codec=Codec(encode=_encode_steps)),
    },
    create=Call("put_scaling_policy"),
    upsert=True,
    id="{name}",
    import_id=f"{TARGET_ID}/{{name}}",
    read=Call("describe_scaling_policies", {**TARGET, "PolicyNames": ["{name}"]}, auto=False),
    found="ScalingPolicies[0]",
    outputs={"arn": "PolicyARN", "alarmArns": "Alarms[].AlarmARN"},
    volatile=frozenset({"alarmArns"}),
    delete=(Call("delete_scaling_policy", {**TARGET, "PolicyName": "{name}"}, auto=False),),
    autoname=("name", NAME),
    unique=("name", *TARGET_PROPERTIES),
    missing=("ObjectNotFoundException",),
)


def _whole_numbers(action: dict[str, Any]) -> dict[str, Any]:
    """The official provider takes capacities as numbers or as text."""
    return {key: int(value) if isinstance(value, str) else value for key, value in action.items()}


SCHEDULED_ACTION = Row(
    type="aws:appautoscaling/scheduledAction:ScheduledAction",
    service="application-autoscaling",
    properties={
        "name": Prop(replace=True, api="ScheduledActionName"),
        **TARGET_PROPERTIES,
        "schedule": Prop(required=True),
        "timezone": Prop(default="UTC"),
        "startTime": Prop(),
        "endTime": Prop(),
        "scalableTargetAction": Prop(required=True, codec=Codec(encode=_whole_numbers)),
    },
    create=Call("put_scheduled_action"),
    upsert=True,
    id="{name}-{serviceNamespace}-{resourceId}-{scalableDimension}",
    import_id=f"{TARGET_ID}/{{name}}",
    read=Call("describe_scheduled_actions", {**TARGET, "ScheduledActionNames": ["{name}"]}, auto=False),
    found="ScheduledActions[0]",
    outputs={"arn": "ScheduledActionARN"},
    delete=(Call("delete_scheduled_action", {**TARGET, "ScheduledActionName": "{name}"}, auto=False),),
    autoname=("name", NAME),
    unique=("name", *TARGET_PROPERTIES),
    missing=("ObjectNotFoundException",),
)

ROWS = (SCALABLE_TARGET, POLICY, SCHEDULED_ACTION)
