"""Putting back what an interrupted update had taken away; every step may run twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from modelhost.operate.cloud import Cloud, found
from modelhost.operate.problem import OperateError
from modelhost.operate.recovery.alarm import unmute
from modelhost.operate.recovery.record import Record

IN_TRANSITION = frozenset({"Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting"})
SERVING = frozenset({"InService", "UpdateRollbackFailed"})
SERVICE_LINKED_ROLE = ":role/aws-service-role/"
SUBJECT = ("ServiceNamespace", "ResourceId", "ScalableDimension")
TARGET = (*SUBJECT, "MinCapacity", "MaxCapacity", "SuspendedState")
POLICY = (
    *SUBJECT,
    "PolicyName",
    "PolicyType",
    "StepScalingPolicyConfiguration",
    "TargetTrackingScalingPolicyConfiguration",
    "PredictiveScalingPolicyConfiguration",
)
ACTION = (*SUBJECT, "ScheduledActionName", "Schedule", "Timezone", "StartTime", "EndTime", "ScalableTargetAction")
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 15.0

Pause = Callable[[float], object]


class StillMovingError(OperateError):
    """The endpoint did not settle within the time given."""


def restore(cloud: Cloud, record: Record, patience_seconds: float, pause: Pause = time.sleep) -> list[str]:
    """Let the alarms speak, wait for the endpoint, put instances and scaling back; return what was done.

    The record goes last, and stays when the endpoint serves nobody: the next `pulumi up` makes it serve, and needs it.
    """
    done = unmute(cloud, record.muted_alarms)
    live = settled(cloud, record.endpoint, patience_seconds, pause)
    if live is None or live["EndpointStatus"] not in SERVING:
        state = "gone" if live is None else live["EndpointStatus"]
        return [*done, f"it is {state}, so its scaling stays recorded; `pulumi up` makes it serve and puts that back"]
    variants = {variant["VariantName"]: variant for variant in live.get("ProductionVariants") or []}
    done += _raise_counts(cloud, record, variants)
    settled(cloud, record.endpoint, patience_seconds, pause)
    done += _put_scaling(cloud, record, variants)
    cloud.client("ssm").delete_parameter(Name=record.parameter)
    return done


def settled(cloud: Cloud, endpoint: str, patience_seconds: float, pause: Pause) -> Mapping[str, Any] | None:
    """Return the endpoint once nothing moves, none when there is no such endpoint."""
    describe = cloud.client("sagemaker").describe_endpoint
    waited, step = 0.0, FIRST_PAUSE_SECONDS
    while True:
        live = found(describe, EndpointName=endpoint)
        if live is None or live["EndpointStatus"] not in IN_TRANSITION:
            return live
        if waited >= patience_seconds:
            raise StillMovingError(
                f"endpoint {endpoint} is still {live['EndpointStatus']} after {waited:.0f} s; run again"
            )
        pause(step)
        waited, step = waited + step, min(step * 1.5, LONGEST_PAUSE_SECONDS)


def _raise_counts(cloud: Cloud, record: Record, variants: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Bring back instances that the update lost; never take any away."""
    short = {
        name: count
        for name, count in record.counts.items()
        if name in variants and int(variants[name].get("DesiredInstanceCount", count)) < count
    }
    if not short:
        return []
    wanted = [{"VariantName": name, "DesiredInstanceCount": count} for name, count in short.items()]
    client = cloud.client("sagemaker")
    client.update_endpoint_weights_and_capacities(EndpointName=record.endpoint, DesiredWeightsAndCapacities=wanted)
    return [f"instances of {name} raised to {count}" for name, count in short.items()]


def _put_scaling(cloud: Cloud, record: Record, variants: Iterable[str]) -> list[str]:
    """Register the targets again, then their policies and scheduled actions."""
    client, existing = cloud.client("application-autoscaling"), set(variants)
    targets, policies, actions = (
        [item for item in items if item["ResourceId"].rpartition("/")[2] in existing]
        for items in (record.targets, record.policies, record.scheduled_actions)
    )
    for target in targets:
        arn = client.register_scalable_target(**target_request(target)).get("ScalableTargetARN")
        if arn and target.get("Tags"):
            client.tag_resource(ResourceARN=arn, Tags=target["Tags"])
    for policy in policies:
        client.put_scaling_policy(**policy_request(policy))
    for action in actions:
        client.put_scheduled_action(**action_request(action))
    put = {"scalable targets": targets, "scaling policies": policies, "scheduled actions": actions}
    return [f"{what} put back: {len(items)}" for what, items in put.items() if items]


def target_request(target: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request that registers *target* as it was; a service-linked role is AWS's to choose."""
    request, role = _only(target, TARGET), str(target.get("RoleARN") or "")
    return request if not role or SERVICE_LINKED_ROLE in role else {**request, "RoleARN": role}


def policy_request(policy: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request that puts *policy* as it was."""
    return _only(policy, POLICY)


def action_request(action: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request that puts a scheduled *action* as it was."""
    return _only(action, ACTION)


def _only(item: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: item[key] for key in keys if item.get(key) is not None}
