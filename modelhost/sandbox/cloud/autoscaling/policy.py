"""Scaling policies on a registered target, with the CloudWatch alarms that they make."""

from __future__ import annotations

import uuid
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.autoscaling import policy_check
from modelhost.sandbox.cloud.autoscaling.policy_alarm import alarms_of
from modelhost.sandbox.cloud.autoscaling.policy_check import STEP, TRACKING, predefined_metric
from modelhost.sandbox.cloud.autoscaling.scope import Scope, described, listed, missing, page_of, registered, scope_of
from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record


def put(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Create or replace a policy and its alarms."""
    scope = scope_of(call)
    registered(call, cloud, scope)
    name = call.params["PolicyName"]
    key = f"{scope.key}|{name}"
    shelf = cloud.shelf(bounds.POLICIES)
    record: Record | None = shelf.get((call.region, key))
    fields = {**(record.fields if record else {"PolicyType": STEP}), **call.params}
    policy_check.configuration(fields, str(scope.dimension))
    _refuse_twice(fields, scope, call, cloud, key)
    if record is None:
        record = Record(key, _arn(call, scope, name), fields, cloud.now())
        shelf[call.region, key] = record
    bounds.drop_alarms(cloud, call.region, record)
    made = alarms_of(call, record.arn, fields, cloud.now()) if fields["PolicyType"] == TRACKING else []
    for alarm in made:
        cloud.shelf(bounds.ALARMS)[call.region, alarm.name] = alarm
    record.fields = {**fields, "Alarms": [{"AlarmName": one.name, "AlarmARN": one.arn} for one in made]}
    return {"PolicyARN": record.arn, "Alarms": record.fields["Alarms"]}


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe the policies of SageMaker."""
    records, token = page_of(call, cloud, bounds.POLICIES, "PolicyName")
    return {"ScalingPolicies": [described(record, "PolicyARN") for record in records], "NextToken": token}


def delete(call: Call, cloud: Cloud) -> None:
    """Delete a policy and its alarms."""
    scope = scope_of(call)
    name = call.params["PolicyName"]
    record = cloud.shelf(bounds.POLICIES).pop((call.region, f"{scope.key}|{name}"), None)
    if record is None:
        raise missing(f"No scaling policy found for {scope}, policy name: {name}")
    bounds.drop_alarms(cloud, call.region, record)


def _arn(call: Call, scope: Scope, name: str) -> str:
    resource = f"scalingPolicy:{uuid.uuid4()}:resource/{scope.namespace}/{scope.resource}:policyName/{name}"
    return f"arn:aws:autoscaling:{call.region}:{ACCOUNT_ID}:{resource}"


def _refuse_twice(fields: dict[str, Any], scope: Scope, call: Call, cloud: Cloud, key: str) -> None:
    metric = predefined_metric(fields)
    others = [record for record in listed(call, cloud, bounds.POLICIES, scope) if record.name != key]
    if metric is not None and any(predefined_metric(record.fields) == metric for record in others):
        raise validation("Only one TargetTrackingScaling policy for a given metric specification is allowed.")
