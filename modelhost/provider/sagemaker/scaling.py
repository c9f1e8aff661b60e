"""Take an endpoint's autoscaling away for an update, and put exactly the same back."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import step_alarm
from modelhost.provider.sagemaker.failure import is_denied, is_missing
from modelhost.provider.sagemaker.scaling_request import (
    Answer,
    action_request,
    component_id,
    policy_request,
    register_request,
    resource_id,
    subject,
)
from modelhost.provider.sagemaker.wait import retry_conflict

SERVICE = "application-autoscaling"
NAMESPACE = "sagemaker"
STEP = "StepScaling"


@dataclass(frozen=True)
class Scaling:
    """Everything Application Auto Scaling knows of an endpoint."""

    targets: tuple[Answer, ...]
    policies: tuple[Answer, ...]
    scheduled_actions: tuple[Answer, ...]

    def without(self, there: "Scaling") -> "Scaling":
        """What is not there: a clock may have changed meanwhile what is, so that is never put back over it."""
        return Scaling(
            targets=_missing(self.targets, there.targets, "ScalableDimension"),
            policies=_missing(self.policies, there.policies, "PolicyName"),
            scheduled_actions=_missing(self.scheduled_actions, there.scheduled_actions, "ScheduledActionName"),
        )


def capture(context: Context, endpoint: str, variants: Iterable[str], components: Iterable[str] = ()) -> Scaling:
    """Read the targets of all variants and components with their tags, policies and scheduled actions."""
    client = context.client(SERVICE)
    ids = [*(resource_id(endpoint, variant) for variant in variants), *map(component_id, components)]
    found = _all(client, "describe_scalable_targets", "ScalableTargets", ResourceIds=ids) if ids else []
    targets = tuple({**target, "Tags": _tags(context, target)} for target in found)
    return Scaling(
        targets=targets,
        policies=_of(client, "describe_scaling_policies", "ScalingPolicies", targets),
        scheduled_actions=_of(client, "describe_scheduled_actions", "ScheduledActions", targets),
    )


def deregister(context: Context, targets: Iterable[Answer]) -> None:
    """Deregister targets; AWS deletes their policies and scheduled actions with them."""
    client = context.client(SERVICE)
    for target in targets:
        retry_conflict(context, partial(_deregister, client, subject(target)))


def restore(context: Context, scaling: Scaling) -> None:
    """Register, put policies, put scheduled actions: each an upsert, so that a second restore changes nothing."""
    client = context.client(SERVICE)
    for target in scaling.targets:
        retry_conflict(context, partial(_register, client, target))
    called: list[str] = []
    for policy in scaling.policies:
        retry_conflict(context, partial(_put, client, policy, called))
    step_alarm.repoint(context, called)
    for action in scaling.scheduled_actions:
        retry_conflict(context, partial(client.put_scheduled_action, **action_request(action)))


def _missing(taken: Iterable[Answer], there: Iterable[Answer], key: str) -> tuple[Answer, ...]:
    present = {(item["ResourceId"], item[key]) for item in there}
    return tuple(item for item in taken if (item["ResourceId"], item[key]) not in present)


def _put(client: Any, policy: Answer, called: list[str]) -> None:
    """Put a policy; remember its ARN where alarms of the user's call it."""
    answer = client.put_scaling_policy(**policy_request(policy))
    if policy.get("PolicyType") == STEP:
        called.append(answer["PolicyARN"])


def _register(client: Any, target: Answer) -> None:
    arn = client.register_scalable_target(**register_request(target)).get("ScalableTargetARN")
    if arn and target.get("Tags"):
        client.tag_resource(ResourceARN=arn, Tags=target["Tags"])


def _deregister(client: Any, request: dict[str, Any]) -> None:
    try:
        client.deregister_scalable_target(**request)
    except ClientError as error:
        if not is_missing(error):
            raise


def _tags(context: Context, target: Answer) -> dict[str, str]:
    """A target's tags; without the permission to read them they cannot be put back, which is said."""
    arn = target.get("ScalableTargetARN")
    if not arn:
        return {}
    try:
        return dict(context.client(SERVICE).list_tags_for_resource(ResourceARN=arn).get("Tags") or {})
    except ClientError as error:
        if not (is_denied(error) or is_missing(error)):
            raise
        context.log("warning", f"the tags of the scalable target {target['ResourceId']} cannot be read: {error}")
        return {}


def _of(client: Any, operation: str, key: str, targets: Iterable[Answer]) -> tuple[Answer, ...]:
    names = [{"ResourceId": t["ResourceId"], "ScalableDimension": t["ScalableDimension"]} for t in targets]
    return tuple(item for name in names for item in _all(client, operation, key, **name))


def _all(client: Any, operation: str, key: str, **arguments: Any) -> list[Answer]:
    pages = client.get_paginator(operation).paginate(ServiceNamespace=NAMESPACE, **arguments)
    return [item for page in pages for item in page[key]]
