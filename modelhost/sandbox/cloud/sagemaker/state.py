"""The state machine of an endpoint, computed from timestamps when somebody looks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.faults import NO_CAPACITY
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.sagemaker.capacity import allocated
from modelhost.sandbox.cloud.sagemaker.deployment import ROLLING, steps_of
from modelhost.sandbox.cloud.sagemaker.rollback import tripped
from modelhost.sandbox.cloud.sagemaker.transition import (
    CREATING,
    DELETING,
    FAILED,
    IN_SERVICE,
    ROLLING_BACK,
    UPDATING,
    Transition,
)
from modelhost.sandbox.cloud.sagemaker.variant import Variant

SHELF = "endpoint"


@dataclass
class Endpoint(Record):
    """An endpoint: the configuration that is live, its variants, and the change under way."""

    config: str = ""
    variants: tuple[Variant, ...] = ()
    status: str = CREATING
    failure: str | None = None
    transition: Transition | None = None
    deployment: dict[str, Any] = field(default_factory=dict)


def begin(
    endpoint: Endpoint,
    call: Call,
    cloud: Cloud,
    status: str,
    config: str,
    variants: tuple[Variant, ...],
    deploys: bool = True,
) -> None:
    """Start a change that ends after the transition time, as the call's fault says."""
    now = cloud.now()
    seconds = cloud.transition_seconds if call.outcome.seconds is None else call.outcome.seconds
    endpoint.transition = Transition(status, now, now + seconds, config, variants, call.outcome.failure, deploys)
    endpoint.status = status
    endpoint.modified = now


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
    endpoint.transition = Transition(UPDATING, now, ends, endpoint.config, variants, deploys=False)
    endpoint.status = UPDATING


def find(call: Call, cloud: Cloud, name: str) -> Endpoint:
    """Look an endpoint up as it stands now, or refuse as SageMaker does."""
    endpoint = look_up(cloud, call.region, name)
    if endpoint is None:
        raise validation(f'Could not find endpoint "{call.arn(f"endpoint/{name.lower()}", "sagemaker")}".')
    return endpoint


def look_up(cloud: Cloud, region: str, name: str) -> Endpoint | None:
    """Look an endpoint up as it stands now."""
    endpoint: Endpoint | None = cloud.shelf(SHELF).get((region, name))
    if endpoint is not None:
        settle(endpoint, region, cloud)
    return cloud.shelf(SHELF).get((region, name))


def endpoints(cloud: Cloud, region: str | None = None) -> list[Endpoint]:
    """List the endpoints of a region, or of all, as they stand now."""
    names = [key for key in cloud.shelf(SHELF) if region in (None, key[0])]
    found = [look_up(cloud, *key) for key in names]
    return [endpoint for endpoint in found if endpoint is not None]


def refuse_in_progress(endpoint: Endpoint) -> None:
    """Refuse a second change while one is under way, and any on a failed endpoint but its deletion."""
    if endpoint.transition is not None:
        raise validation(f'Cannot update in-progress endpoint "{endpoint.arn}".')


def refuse_failed(endpoint: Endpoint) -> None:
    """Refuse a change of a failed endpoint: it can only be deleted."""
    if endpoint.status == FAILED:
        raise validation(f'Cannot update endpoint "{endpoint.arn}" in status Failed; it can only be deleted.')
