"""Serverless endpoints: no instances; memory and concurrency, and a container outside the VPC."""

from typing import Any

from components.alarm import AlarmPlan
from components.alarm_plan import Watched, request_alarms
from components.kind.shape import INVOKE, Invoked, Shape
from components.policy_document import Document, allow, document
from components.variant_plan import Serving, called, without_none
from modelhost.spec.endpoint import EndpointSpec


def variant(spec: EndpointSpec, serving: Serving) -> dict[str, Any]:
    """Return a variant without machines."""
    if spec.serverless is None:
        raise ValueError("a serverless endpoint needs its block serverless; write memory_gib and max_concurrency")
    warm = without_none({"provisionedConcurrency": spec.provisioned_concurrency})
    return {**called(serving), "serverlessConfig": {**spec.serverless.configuration(), **warm}}


def invoker(invoked: Invoked) -> Document:
    """Return the policy of a caller."""
    return document(allow("Invoke", [INVOKE], [invoked.endpoint_arn]))


def alarms(watched: Watched) -> AlarmPlan:
    """Watch requests; there is no machine to watch."""
    return request_alarms(watched)


SHAPE = Shape(variant=variant, invoker=invoker, alarms=alarms, networked=False, counted=False)
