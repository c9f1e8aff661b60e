"""What becomes of an endpoint's change when its time is over, and how alarms and autoscalers interfere."""

from __future__ import annotations

from dataclasses import replace

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.faults import NO_CAPACITY
from modelhost.sandbox.cloud.sagemaker.capacity import allocated
from modelhost.sandbox.cloud.sagemaker.deployment import ROLLING, steps_of
from modelhost.sandbox.cloud.sagemaker.rollback import tripped
from modelhost.sandbox.cloud.sagemaker.transition import (
    CREATING,
    DELETING,
    FAILED,
    IN_SERVICE,
    ROLLING_BACK,
    SHELF,
    UPDATING,
    Endpoint,
    Transition,
)
from modelhost.sandbox.cloud.sagemaker.variant import Variant


def settle(endpoint: Endpoint, region: str, cloud: Cloud) -> None:
    """Finish the change under way when its time is over, then keep the autoscaler's bounds."""
    change = _watched(endpoint, region, cloud)
    if change is None:
        return
    if cloud.now() < change.ends:
        if change.rolls_back(cloud.now()):
            endpoint.status = ROLLING_BACK
        return
    endpoint.transition = None
    endpoint.modified = change.ends
    if change.status == DELETING:
        del cloud.shelf(SHELF)[region, endpoint.name]
        bounds.forget(cloud, region, endpoint.name)
    elif change.failure is not None:
        _fail(endpoint, change, change.failure)
    else:
        _finish(endpoint, change, region, cloud)


def _watched(endpoint: Endpoint, region: str, cloud: Cloud) -> Transition | None:
    """Give the change under way, which an alarm of its deployment turns into a rollback."""
    change = endpoint.transition
    if change is None or not change.deploys or change.status != UPDATING or change.failure is not None:
        return change
    alarm = tripped(cloud, region, endpoint.deployment, change.started, change.ends)
    if alarm is not None:
        ends = alarm.since + (change.ends - change.started) / 2
        change = replace(change, failure=alarm.reason, undone_from=alarm.since, ends=ends)
        endpoint.transition = change
    return change


def _finish(endpoint: Endpoint, change: Transition, region: str, cloud: Cloud) -> None:
    live = {variant.name: variant for variant in endpoint.variants} if not change.deploys else {}
    given = [allocated(cloud, one, live.get(one.name), _batch(endpoint, change, one)) for one in change.variants]
    if any(variant is None for variant in given):
        _fail(endpoint, change, NO_CAPACITY)
        return
    endpoint.status, endpoint.failure, endpoint.config = IN_SERVICE, None, change.config
    endpoint.variants = tuple(variant for variant in given if variant is not None)
    endpoint.capture = change.capture if change.deploys else endpoint.capture
    keep_bounds(endpoint, region, cloud)


def _batch(endpoint: Endpoint, change: Transition, variant: Variant) -> int | None:
    """Say how many instances a rolling update replaces at a time; None for any other change."""
    rolls = change.deploys and change.status == UPDATING and ROLLING in endpoint.deployment
    return steps_of(endpoint.deployment, max(1, variant.desired))[0] if rolls else None


def _fail(endpoint: Endpoint, change: Transition, reason: str) -> None:
    endpoint.failure = reason
    endpoint.variants = tuple(
        replace(variant, desired=variant.current, desired_weight=variant.weight) for variant in endpoint.variants
    )
    endpoint.status = FAILED if change.status == CREATING else IN_SERVICE


def keep_bounds(endpoint: Endpoint, region: str, cloud: Cloud) -> None:
    """Scale a variant into the capacity that its scalable target allows, as the autoscaler does."""
    bounded = tuple(_bounded(variant, endpoint.name, region, cloud) for variant in endpoint.variants)
    if bounded == endpoint.variants or endpoint.status != IN_SERVICE:
        return
    resize(endpoint, cloud, bounded)


def _bounded(variant: Variant, endpoint: str, region: str, cloud: Cloud) -> Variant:
    resource = bounds.resource_id(endpoint, variant.name)
    return replace(variant, desired=bounds.clamped(cloud, region, resource, variant.dimension, variant.desired))


def resize(endpoint: Endpoint, cloud: Cloud, variants: tuple[Variant, ...]) -> None:
    """Start a change of counts only, as the autoscaler does."""
    now = cloud.now()
    ends = now + cloud.transition_seconds
    endpoint.transition = Transition(UPDATING, endpoint.config, variants, now, ends, deploys=False)
    endpoint.status = UPDATING
