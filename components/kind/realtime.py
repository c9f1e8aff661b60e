"""Real-time endpoints: one model on instances that answer while the caller waits."""

from typing import Any

from components.alarm import AlarmPlan
from components.alarm_plan import Watched, machine_alarms, request_alarms
from components.kind.shape import INVOKE, INVOKE_STREAM, Invoked, Shape
from components.policy_document import Document, allow, document
from components.variant_plan import Serving, on_machines
from modelhost.spec.endpoint import EndpointSpec


def variant(spec: EndpointSpec, serving: Serving) -> dict[str, Any]:
    """Return a variant of instances, routed as asked."""
    routing = {} if spec.routing is None else {"routingConfig": spec.routing.configuration()}
    return {**on_machines(serving), **routing}


def invoker(invoked: Invoked) -> Document:
    """Return the policy of a caller who asks for an answer, whole or as a stream."""
    return document(allow("Invoke", [INVOKE, INVOKE_STREAM], [invoked.endpoint_arn]))


def alarms(watched: Watched) -> AlarmPlan:
    """Watch requests and machines."""
    return request_alarms(watched).joined(machine_alarms(watched))


SHAPE = Shape(variant=variant, invoker=invoker, alarms=alarms)
