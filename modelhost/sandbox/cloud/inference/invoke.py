"""InvokeEndpoint: find what answers, let it compute, capture, and mirror to the shadow."""

from __future__ import annotations

from threading import Thread
from typing import Any

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference import session
from modelhost.sandbox.cloud.inference.answering import Answer, Asked, answer, asked_of
from modelhost.sandbox.cloud.inference.capture import capture
from modelhost.sandbox.cloud.inference.cold import report
from modelhost.sandbox.cloud.inference.component_target import NoCapacityError
from modelhost.sandbox.cloud.inference.reached import Target, invalid
from modelhost.sandbox.cloud.inference.target import endpoint_of, target_of
from modelhost.sandbox.cloud.inference.traffic import FULL_PERCENT, sampled
from modelhost.sandbox.cloud.sagemaker.resizing import asynchronous
from modelhost.sandbox.cloud.sagemaker.transition import Endpoint

ASYNCHRONOUS = "Endpoint {name} is an asynchronous inference endpoint; use InvokeEndpointAsync instead."


def invoke(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Answer one request by the endpoint's live model."""
    asked = asked_of(call.body, call.headers.get("Content-Type"), call.headers.get("Accept"))
    with cloud.lock:
        endpoint, target, shadow = _resolve(call, cloud)
    given = answer(cloud, call.region, target, asked)
    with cloud.lock:
        capture(cloud, call.region, endpoint, target.variant, asked, given, call.params.get("InferenceId"))
        opened = session.opened(call, cloud, target.variant)
    if shadow is not None:
        Thread(target=_mirror, args=(call, cloud, endpoint, shadow, asked), daemon=True).start()
    return _answered(given, target, opened)


def _resolve(call: Call, cloud: Cloud) -> tuple[Endpoint, Target, Target | None]:
    endpoint = endpoint_of(call, cloud)
    if asynchronous(endpoint, call.region, cloud):
        raise invalid(ASYNCHRONOUS.format(name=endpoint.name))
    sticks = session.variant_of(call, cloud)
    live = next((variant for variant in endpoint.variants if variant.name == sticks), None)
    try:
        target = target_of(call, cloud, endpoint, live)
    except NoCapacityError as cold:
        report(cloud, call.region, cold.component)
        raise
    if endpoint.transition is None:
        cloud.model_servers.retire(call.region, target.place, target.slot)
    return endpoint, target, _shadow(call, cloud, endpoint)


def _shadow(call: Call, cloud: Cloud, endpoint: Endpoint) -> Target | None:
    """Give the shadow that a request is mirrored to: as many as its weight is a part of production's."""
    shadows = [variant for variant in endpoint.variants if variant.shadow]
    if not shadows:
        return None
    production = sum(variant.weight for variant in endpoint.variants if not variant.shadow)
    percent = FULL_PERCENT * min(1.0, shadows[0].weight / production) if production else 0.0
    mirrored = sampled(percent, f"shadow/{endpoint.name}", call.region, cloud)
    return target_of(call, cloud, endpoint, shadows[0]) if mirrored else None


def _mirror(call: Call, cloud: Cloud, endpoint: Endpoint, shadow: Target, asked: Asked) -> None:
    """Let the shadow answer; nobody gets it, and a failure is the shadow's own."""
    try:
        given = answer(cloud, call.region, shadow, asked)
    except RefusalError:
        return
    with cloud.lock:
        capture(cloud, call.region, endpoint, shadow.variant, asked, given, call.params.get("InferenceId"))


def _answered(given: Answer, target: Target, opened: str | None) -> dict[str, Any]:
    shown = {
        "Body": given.body,
        "ContentType": given.content_type,
        "InvokedProductionVariant": target.variant,
    }
    return {**shown, "NewSessionId": opened} if opened else shown
