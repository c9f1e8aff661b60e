"""Scaling policies: what to scale by."""

from __future__ import annotations

from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import Call, Codec, Prop, Row
from modelhost.provider.table.case import unfit
from modelhost.sandbox.aws.rows.appautoscaling.scope import IMPORT_ID, MISSING, SCOPE, SCOPE_PROPERTIES, SERVICE

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

ROWS = (POLICY,)
