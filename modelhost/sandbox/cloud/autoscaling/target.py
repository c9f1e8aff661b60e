"""Scalable targets: registered only on a variant that exists, and holding its count between their bounds."""

from __future__ import annotations

import uuid
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.autoscaling.scope import Scope, described, listed, missing, scope_of
from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.state import Endpoint, Variant

ROLE = (
    "arn:aws:iam::{account}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
)
NOT_SUSPENDED = dict.fromkeys(
    ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended"), False
)
TAGGED_ALREADY = (
    "The scalable target that you tried to tag already exists. To update tags on an existing scalable target, "
    "use the TagResource API."
)


def register(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Register a target or change its bounds, then bring the variant's count between them."""
    scope = scope_of(call)
    endpoint, variant = _variant(call, cloud, scope)
    shelf = cloud.shelf(bounds.TARGETS)
    record: Record | None = shelf.get((call.region, scope.key))
    fields = {**(record.fields if record else _new_fields(scope)), **_given(call)}
    _refuse_capacity(fields, variant)
    if record is None:
        record = Record(scope.key, _arn(call), fields, cloud.now(), tags=dict(call.params.get("Tags") or {}))
        shelf[call.region, scope.key] = record
    elif call.params.get("Tags"):
        raise validation(TAGGED_ALREADY)
    record.fields = fields
    state.keep_bounds(endpoint, call.region, cloud)
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
    return {**scope.fields(), "SuspendedState": NOT_SUSPENDED, "RoleARN": ROLE.format(account=ACCOUNT_ID)}


def _arn(call: Call) -> str:
    return call.arn(f"scalable-target/{uuid.uuid4().hex[:32]}")


def _resource(record: Record) -> str:
    return str(record.fields["ResourceId"])


def _variant(call: Call, cloud: Cloud, scope: Scope) -> tuple[Endpoint, Variant]:
    parts = (scope.resource or "").split("/")
    if scope.dimension != bounds.VARIANT_DIMENSION or len(parts) != 4 or parts[0::2] != ["endpoint", "variant"]:
        raise validation("Unsupported service namespace, resource type or scalable dimension")
    endpoint = state.find(call, cloud, parts[1])
    pending = endpoint.transition.variants if endpoint.transition else ()
    for variant in (*endpoint.variants, *pending):
        if variant.name == parts[3]:
            return endpoint, variant
    raise validation(f"SageMaker endpoint variant not found: {scope.resource}")


def _refuse_capacity(fields: dict[str, Any], variant: Variant) -> None:
    if "MinCapacity" not in fields or "MaxCapacity" not in fields:
        raise validation("MinCapacity and MaxCapacity are required when you register a new scalable target.")
    if fields["MaxCapacity"] < fields["MinCapacity"]:
        raise validation("Maximum capacity cannot be less than minimum capacity")
    if fields["MinCapacity"] < 1 and "ModelName" in variant.spec:
        raise validation("Minimum capacity cannot be less than 1 for a real-time SageMaker variant")
    if str(variant.spec.get("InstanceType", "")).startswith("ml.t"):
        raise validation("Automatic scaling is not supported for burstable instances such as T2.")


def find_by_arn(call: Call, cloud: Cloud) -> Record:
    """Find a target by the ARN that its tags hang on."""
    arn = call.params["ResourceARN"]
    for record in cloud.shelf(bounds.TARGETS).values():
        if record.arn == arn:
            return record  # type: ignore[no-any-return]
    raise RefusalError("ResourceNotFoundException", f"The specified resource doesn't exist: {arn}", 400)
