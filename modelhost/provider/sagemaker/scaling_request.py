"""Application Auto Scaling's answers turned into the requests that bring the same things back."""

from collections.abc import Iterable, Mapping
from typing import Any

SERVICE_LINKED_ROLE = ":role/aws-service-role/"
SUBJECT = ("ServiceNamespace", "ResourceId", "ScalableDimension")
TARGET = (*SUBJECT, "MinCapacity", "MaxCapacity", "SuspendedState")
POLICY = (
    "PolicyName",
    *SUBJECT,
    "PolicyType",
    "StepScalingPolicyConfiguration",
    "TargetTrackingScalingPolicyConfiguration",
    "PredictiveScalingPolicyConfiguration",
)
ACTION = (*SUBJECT, "ScheduledActionName", "Schedule", "Timezone", "StartTime", "EndTime", "ScalableTargetAction")

COMPONENT = "inference-component/"

Answer = Mapping[str, Any]


def resource_id(endpoint: str, variant: str) -> str:
    """How Application Auto Scaling calls a variant."""
    return f"endpoint/{endpoint}/variant/{variant}"


def component_id(component: str) -> str:
    """How Application Auto Scaling calls an inference component."""
    return f"{COMPONENT}{component}"


def variant_of(item: Answer) -> str:
    """The variant that a target, policy or scheduled action belongs to."""
    return str(item["ResourceId"]).rpartition("/")[2]


def subject(item: Answer) -> dict[str, Any]:
    """The three fields that name a scalable target."""
    return {key: item[key] for key in SUBJECT}


def register_request(target: Answer) -> dict[str, Any]:
    """Register a target as it was; a service-linked role is AWS's to choose again."""
    request = _only(target, TARGET)
    role = str(target.get("RoleARN") or "")
    return request if not role or SERVICE_LINKED_ROLE in role else {**request, "RoleARN": role}


def policy_request(policy: Answer) -> dict[str, Any]:
    """Put a policy as it was."""
    return _only(policy, POLICY)


def action_request(action: Answer) -> dict[str, Any]:
    """Put a scheduled action as it was, with its zone, start and end."""
    return _only(action, ACTION)


def of_variants(items: Iterable[Answer], variants: Iterable[str]) -> tuple[Answer, ...]:
    """Those of the items whose variant still exists; components outlive every variant of their endpoint."""
    existing = frozenset(variants)
    return tuple(item for item in items if is_component(item) or variant_of(item) in existing)


def is_component(item: Answer) -> bool:
    """Whether a target, policy or scheduled action belongs to an inference component."""
    return str(item["ResourceId"]).startswith(COMPONENT)


def _only(item: Answer, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: item[key] for key in keys if item.get(key) is not None}
