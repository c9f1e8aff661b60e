"""Rows of Application Auto Scaling: targets, policies and scheduled actions."""

from __future__ import annotations

from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import Call, Codec, Lookup, Prop, Row, TagStyle
from modelhost.provider.table.case import unfit
from modelhost.sandbox.aws.rows.codecs import Moment

SERVICE = "application-autoscaling"
SCOPE = {
    "ServiceNamespace": "{serviceNamespace}",
    "ResourceId": "{resourceId}",
    "ScalableDimension": "{scalableDimension}",
}
SCOPE_PROPERTIES = {
    "serviceNamespace": Prop(replace=True, required=True),
    "resourceId": Prop(replace=True, required=True, pattern=".+"),
    "scalableDimension": Prop(replace=True, required=True),
}
IMPORT_ID = "{serviceNamespace}/{resourceId}/{scalableDimension}"
MISSING = ("ObjectNotFoundException",)
TAGS = TagStyle(
    create={"Tags": "{tag_map}"},
    add=Call("tag_resource", {"ResourceARN": "{arn}", "Tags": "{tag_map}"}),
    remove=Call("untag_resource", {"ResourceARN": "{arn}", "TagKeys": "{tag_keys}"}),
    read=Lookup(Call("list_tags_for_resource", {"ResourceARN": "{arn}"}), {"tags": "Tags"}),
)

TARGET = Row(
    type="aws:appautoscaling/target:Target",
    service=SERVICE,
    properties={
        **SCOPE_PROPERTIES,
        "minCapacity": Prop(required=True),
        "maxCapacity": Prop(required=True),
        "roleArn": Prop(computed=True),
        "suspendedState": Prop(computed=True),
        "tags": Prop(),
    },
    create=Call("register_scalable_target"),
    # Tags are refused for a target that is registered already, so the update leaves them out.
    update=Call("register_scalable_target", {**SCOPE, "MinCapacity": "{minCapacity}", "MaxCapacity": "{maxCapacity}"}),
    id="{resourceId}",
    read=Call(
        "describe_scalable_targets",
        {
            "ServiceNamespace": "{serviceNamespace}",
            "ResourceIds": ["{resourceId}"],
            "ScalableDimension": "{scalableDimension}",
        },
    ),
    found="ScalableTargets[0]",
    outputs={"arn": "ScalableTargetARN"},
    delete=(Call("deregister_scalable_target", SCOPE),),
    tags=TAGS,
    unique=tuple(SCOPE_PROPERTIES),
    missing=MISSING,
    import_id=IMPORT_ID,
)

BOUNDS = ("metricIntervalLowerBound", "metricIntervalUpperBound")


def _encode_steps(configuration: Any) -> Any:
    """The official provider writes bounds as text, so that none and zero differ."""
    if not isinstance(configuration, dict) or not isinstance(configuration.get("stepAdjustments"), list):
        return configuration
    return {**configuration, "stepAdjustments": [_bounded(each) for each in configuration["stepAdjustments"]]}


def _bounded(step: Any) -> Any:
    if not isinstance(step, dict):
        return step
    bounds = {name: _number(step[name]) for name in BOUNDS if step.get(name, "") != ""}
    return {name: value for name, value in step.items() if name not in BOUNDS} | bounds


def _number(value: Any) -> Any:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _decode_steps(configuration: Any) -> Any:
    plain = unfit(configuration, None)
    for step in plain.get("stepAdjustments", ()):
        step |= {name: f"{step[name]:g}" for name in BOUNDS if name in step}
    return plain


POLICY = Row(
    type="aws:appautoscaling/policy:Policy",
    service=SERVICE,
    properties={
        "name": Prop(replace=True, api="PolicyName"),
        **SCOPE_PROPERTIES,
        "policyType": Prop(default="StepScaling"),
        "stepScalingPolicyConfiguration": Prop(codec=Codec(_encode_steps, _decode_steps)),
        "targetTrackingScalingPolicyConfiguration": Prop(),
        "predictiveScalingPolicyConfiguration": Prop(),
    },
    create=Call("put_scaling_policy"),
    upsert=True,
    id="{name}",
    read=Call("describe_scaling_policies", {**SCOPE, "PolicyNames": ["{name}"]}),
    found="ScalingPolicies[0]",
    outputs={"arn": "PolicyARN", "alarmArns": "Alarms[].AlarmARN || `[]`"},
    delete=(Call("delete_scaling_policy", {**SCOPE, "PolicyName": "{name}"}),),
    autoname=("name", NameRule(limit=255)),
    unique=("name", *SCOPE_PROPERTIES),
    missing=MISSING,
    import_id=f"{IMPORT_ID}/{{name}}",
)


def _encode_capacities(action: Any) -> Any:
    """Take capacities as numbers or, as older programs write them, as text."""
    if not isinstance(action, dict):
        return action
    return {name: int(value) if str(value).isdigit() else value for name, value in action.items()}


SCHEDULED_ACTION = Row(
    type="aws:appautoscaling/scheduledAction:ScheduledAction",
    service=SERVICE,
    properties={
        "name": Prop(replace=True, api="ScheduledActionName"),
        **SCOPE_PROPERTIES,
        "scalableTargetAction": Prop(required=True, codec=Codec(encode=_encode_capacities)),
        "schedule": Prop(required=True),
        "timezone": Prop(default="UTC"),
        "startTime": Prop(codec=Moment()),
        "endTime": Prop(codec=Moment()),
    },
    create=Call("put_scheduled_action"),
    upsert=True,
    id="{name}-{serviceNamespace}-{resourceId}",
    read=Call("describe_scheduled_actions", {**SCOPE, "ScheduledActionNames": ["{name}"]}),
    found="ScheduledActions[0]",
    outputs={"arn": "ScheduledActionARN"},
    delete=(Call("delete_scheduled_action", {**SCOPE, "ScheduledActionName": "{name}"}),),
    autoname=("name", NameRule(limit=255)),
    unique=("name", *SCOPE_PROPERTIES),
    missing=MISSING,
)

ROWS: tuple[Row, ...] = (TARGET, POLICY, SCHEDULED_ACTION)
