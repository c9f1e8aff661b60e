"""Where SageMaker and Application Auto Scaling meet: the registered targets of variants and inference components."""

from __future__ import annotations

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record

TARGETS, POLICIES, ACTIONS = "scalable-target", "scaling-policy", "scheduled-action"
ALARMS = "alarm"
VARIANT_DIMENSION = "sagemaker:variant:DesiredInstanceCount"
CONCURRENCY = "sagemaker:variant:DesiredProvisionedConcurrency"
COPIES = "sagemaker:inference-component:DesiredCopyCount"


def resource_id(endpoint: str, variant: str) -> str:
    """Name a variant as Application Auto Scaling does."""
    return f"endpoint/{endpoint}/variant/{variant}"


def component_id(name: str) -> str:
    """Name an inference component as Application Auto Scaling does."""
    return f"inference-component/{name}"


def target_of(cloud: Cloud, region: str, resource: str, dimension: str) -> Record | None:
    """Find the scalable target of one dimension of a resource."""
    return cloud.shelf(TARGETS).get((region, f"sagemaker|{resource}|{dimension}"))


def target(cloud: Cloud, region: str, endpoint: str, variant: str, dimension: str = VARIANT_DIMENSION) -> Record | None:
    """Find the scalable target of a variant."""
    return target_of(cloud, region, resource_id(endpoint, variant), dimension)


def clamped(cloud: Cloud, region: str, resource: str, dimension: str, count: int) -> int:
    """Bring a count into the bounds of a resource's target, if it has one."""
    record = target_of(cloud, region, resource, dimension)
    if record is None:
        return count
    return max(int(record.fields["MinCapacity"]), min(int(record.fields["MaxCapacity"]), count))


def forget(cloud: Cloud, region: str, endpoint: str) -> None:
    """Deregister the targets of an endpoint that is gone, with their policies and scheduled actions."""
    _forget(cloud, region, f"sagemaker|endpoint/{endpoint}/variant/")


def forget_resource(cloud: Cloud, region: str, resource: str) -> None:
    """Deregister the targets of a resource that is gone, with their policies and scheduled actions."""
    _forget(cloud, region, f"sagemaker|{resource}|")


def _forget(cloud: Cloud, region: str, prefix: str) -> None:
    for kind in (TARGETS, POLICIES, ACTIONS):
        shelf = cloud.shelf(kind)
        for key in [key for key in shelf if key[0] == region and key[1].startswith(prefix)]:
            drop_alarms(cloud, region, shelf.pop(key))


def drop_alarms(cloud: Cloud, region: str, policy: Record) -> None:
    """Delete the alarms that a policy made."""
    for alarm in policy.fields.get("Alarms", []):
        cloud.shelf(ALARMS).pop((region, alarm["AlarmName"]), None)
