"""Look endpoints up as they stand now, and start changes of them."""

from __future__ import annotations

from dataclasses import replace

from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker.settling import settle
from modelhost.sandbox.cloud.sagemaker.transition import FAILED, SHELF, Endpoint, Transition


def begin(endpoint: Endpoint, call: Call, cloud: Cloud, wanted: Transition) -> None:
    """Start a change that ends after the transition time, as the call's fault says."""
    now = cloud.now()
    seconds = cloud.transition_seconds if call.outcome.seconds is None else call.outcome.seconds
    endpoint.transition = replace(wanted, started=now, ends=now + seconds, failure=call.outcome.failure)
    endpoint.status = wanted.status
    endpoint.modified = now


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
