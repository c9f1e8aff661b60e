"""Putting captured scaling back: targets, then their policies and scheduled actions; every step may run twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.step_alarm import rewire

SERVICE = "application-autoscaling"
NAMESPACE = "sagemaker"
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
STEP = "StepScaling"

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Captured:
    """Scaling as Application Auto Scaling described it; a target may carry its tags."""

    targets: tuple[Answer, ...] = ()
    policies: tuple[Answer, ...] = ()
    scheduled_actions: tuple[Answer, ...] = ()

    def of(self, scalable: Collection[str]) -> Captured:
        """Return what belongs to the ids *scalable*, which still exist."""
        return Captured(*(tuple(each for each in part if each["ResourceId"] in scalable) for part in self._parts()))

    def without(self, live: Captured) -> Captured:
        """Return what is not *live*: somebody may have put a part back, with other values."""
        known = [{_key(each) for each in part} for part in live._parts()]
        parts = zip(self._parts(), known, strict=True)
        return Captured(*(tuple(each for each in part if _key(each) not in there) for part, there in parts))

    def _parts(self) -> tuple[tuple[Answer, ...], ...]:
        return self.targets, self.policies, self.scheduled_actions


def _key(item: Answer) -> tuple[str, ...]:
    names = ("ResourceId", "ScalableDimension", "PolicyName", "ScheduledActionName")
    return tuple(str(item.get(name, "")) for name in names)


def live(cloud: Cloud, resource_ids: Iterable[str]) -> Captured:
    """Return the scaling that AWS holds for these ids."""
    listings = {
        "describe_scalable_targets": "ScalableTargets",
        "describe_scaling_policies": "ScalingPolicies",
        "describe_scheduled_actions": "ScheduledActions",
    }
    wanted = set(resource_ids)
    parts = (
        [
            each
            for each in cloud.items(SERVICE, operation, key, ServiceNamespace=NAMESPACE)
            if each["ResourceId"] in wanted
        ]
        for operation, key in listings.items()
    )
    return Captured(*map(tuple, parts))


def put(cloud: Cloud, captured: Captured) -> list[str]:
    """Register the targets again, then put their policies and scheduled actions; return what was done."""
    client = cloud.client(SERVICE)
    for target in captured.targets:
        arn = client.register_scalable_target(**target_request(target)).get("ScalableTargetARN")
        if arn and target.get("Tags"):
            client.tag_resource(ResourceARN=arn, Tags=target["Tags"])
    arns = {
        client.put_scaling_policy(**policy_request(policy))["PolicyARN"]: policy["PolicyType"]
        for policy in captured.policies
    }
    rewire(cloud, [arn for arn, kind in arns.items() if kind == STEP])
    for action in captured.scheduled_actions:
        client.put_scheduled_action(**action_request(action))
    done = {
        "scalable targets": captured.targets,
        "scaling policies": captured.policies,
        "scheduled actions": captured.scheduled_actions,
    }
    return [f"{what} put back: {len(items)}" for what, items in done.items() if items]


def target_request(target: Answer) -> dict[str, Any]:
    """Return the request that registers *target* as it was; a service-linked role is AWS's to choose."""
    request, role = _only(target, TARGET), str(target.get("RoleARN") or "")
    return request if not role or SERVICE_LINKED_ROLE in role else {**request, "RoleARN": role}


def policy_request(policy: Answer) -> dict[str, Any]:
    """Return the request that puts *policy* as it was."""
    return _only(policy, POLICY)


def action_request(action: Answer) -> dict[str, Any]:
    """Return the request that puts a scheduled *action* as it was."""
    return _only(action, ACTION)


def _only(item: Answer, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: item[key] for key in keys if item.get(key) is not None}
