"""Where SageMaker and Application Auto Scaling meet: the registered targets of an endpoint's variants."""

from __future__ import annotations

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record

TARGETS, POLICIES, ACTIONS = "scalable-target", "scaling-policy", "scheduled-action"
ALARMS = "alarm"
VARIANT_DIMENSION = "sagemaker:variant:DesiredInstanceCount"


def resource_id(endpoint: str, variant: str) -> str:
    """Name a variant as Application Auto Scaling does."""
    return f"endpoint/{endpoint}/variant/{variant}"


def target(cloud: Cloud, region: str, endpoint: str, variant: str) -> Record | None:
    """Find the scalable target of a variant's instance count."""
    key = f"sagemaker|{resource_id(endpoint, variant)}|{VARIANT_DIMENSION}"
    return cloud.shelf(TARGETS).get((region, key))


def clamp(cloud: Cloud, region: str, endpoint: str, variant: str, count: int) -> int:
    """Bring a count into the bounds of the variant's target, if it has one."""
    record = target(cloud, region, endpoint, variant)
    if record is None:
        return count
    return max(int(record.fields["MinCapacity"]), min(int(record.fields["MaxCapacity"]), count))


def forget(cloud: Cloud, region: str, endpoint: str) -> None:
    """Deregister the targets of an endpoint that is gone, with their policies and scheduled actions."""
    prefix = f"sagemaker|endpoint/{endpoint}/variant/"
    for kind in (TARGETS, POLICIES, ACTIONS):
        shelf = cloud.shelf(kind)
        for key in [key for key in shelf if key[0] == region and key[1].startswith(prefix)]:
            drop_alarms(cloud, region, shelf.pop(key))


def drop_alarms(cloud: Cloud, region: str, policy: Record) -> None:
    """Delete the alarms that a policy made."""
    for alarm in policy.fields.get("Alarms", []):
        cloud.shelf(ALARMS).pop((region, alarm["AlarmName"]), None)
