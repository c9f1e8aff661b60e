"""Scalable targets: registered only on what exists, and holding its count between their bounds."""

from __future__ import annotations

import uuid
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.autoscaling import scalable
from modelhost.sandbox.cloud.autoscaling.scope import Scope, described, listed, missing, scope_of
from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page

ROLE = (
    "arn:aws:iam::{account}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_SageMaker{of}"
)
ROLE_OF = {bounds.COPIES: "InferenceComponent"}
NOT_SUSPENDED = dict.fromkeys(
    ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended"), False
)
TAGGED_ALREADY = (
    "The scalable target that you tried to tag already exists. To update tags on an existing scalable target, "
    "use the TagResource API."
)


def register(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Register a target or change its bounds, then bring the count between them."""
    scope = scope_of(call)
    moved = scalable.find(cloud, call.region, scope.resource or "", scope.dimension)
    shelf = cloud.shelf(bounds.TARGETS)
    record: Record | None = shelf.get((call.region, scope.key))
    fields = {**(record.fields if record else _new_fields(scope)), **_given(call)}
    scalable.refuse_capacity(moved, fields)
    if record is None:
        record = Record(scope.key, _arn(call), fields, cloud.now(), tags=dict(call.params.get("Tags") or {}))
        shelf[call.region, scope.key] = record
    elif call.params.get("Tags"):
        raise validation(TAGGED_ALREADY)
    record.fields = fields
    moved.keep_bounds()
    return {"ScalableTargetARN": record.arn}


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe the targets of SageMaker."""
    scope = scope_of(call)
    wanted = call.params.get("ResourceIds")
    found = [one for one in listed(call, cloud, bounds.TARGETS, scope) if not wanted or _resource(one) in wanted]
    records, token = page(found, call.params, limit=50)
    return {"ScalableTargets": [described(record, "ScalableTargetARN") for record in records], "NextToken": token}


def deregister(call: Call, cloud: Cloud) -> None:
    """Deregister a target; its policies, their alarms and its scheduled actions go with it."""
    scope = scope_of(call)
    if cloud.shelf(bounds.TARGETS).pop((call.region, scope.key), None) is None:
        raise missing(f"No scalable target found for {scope}")
    for kind in (bounds.POLICIES, bounds.ACTIONS):
        for record in listed(call, cloud, kind, scope):
            bounds.drop_alarms(cloud, call.region, record)
            del cloud.shelf(kind)[call.region, record.name]


def _given(call: Call) -> dict[str, Any]:
    names = ("MinCapacity", "MaxCapacity", "SuspendedState")
    return {name: call.params[name] for name in names if name in call.params}


def _new_fields(scope: Scope) -> dict[str, Any]:
    role = ROLE.format(account=ACCOUNT_ID, of=ROLE_OF.get(str(scope.dimension), "Endpoint"))
    return {**scope.fields(), "SuspendedState": NOT_SUSPENDED, "RoleARN": role}


def _arn(call: Call) -> str:
    return call.arn(f"scalable-target/{uuid.uuid4().hex[:32]}")


def _resource(record: Record) -> str:
    return str(record.fields["ResourceId"])


def find_by_arn(call: Call, cloud: Cloud) -> Record:
    """Find a target by the ARN that its tags hang on."""
    arn = call.params["ResourceARN"]
    for record in cloud.shelf(bounds.TARGETS).values():
        if record.arn == arn:
            return record  # type: ignore[no-any-return]
    raise RefusalError("ResourceNotFoundException", f"The specified resource doesn't exist: {arn}", 400)
