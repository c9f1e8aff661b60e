"""Endpoints of inference components: copies of models share instances that SageMaker adds and removes."""

from typing import Any

from components.alarm import AlarmPlan, Of
from components.alarm_plan import Watched, copy_alarms, request_alarms
from components.component_plan import base_name, managed_instances
from components.kind.shape import COMPONENT_LOGS, INVOKE, INVOKE_STREAM, Invoked, Shape, Site
from components.policy_document import Document, allow, document
from components.variant_plan import Serving, called, instance_needs, without_none
from modelhost.spec.endpoint import EndpointSpec


def variant(spec: EndpointSpec, serving: Serving) -> dict[str, Any]:
    """Return a variant of instances without a model; SageMaker moves their number beneath the copies."""
    routing = {} if spec.routing is None else {"routingConfig": spec.routing.configuration()}
    named = {key: value for key, value in called(serving).items() if key != "modelName"}
    return {
        **named,
        **without_none(instance_needs(serving)),
        "instanceType": serving.machine.name,
        "initialInstanceCount": serving.count,
        "managedInstanceScaling": managed_instances(spec),
        **routing,
    }


def configuration(spec: EndpointSpec, site: Site) -> dict[str, Any]:
    """Return the role and the network, which no model brings along here."""
    return {
        "execution_role_arn": site.role_arn,
        "vpc_config": site.network,
        "enable_network_isolation": spec.network_isolation,
    }


def log_group(endpoint_name: str) -> str:
    """Return the log group that SageMaker writes for the base component."""
    return f"{COMPONENT_LOGS}{base_name(endpoint_name)}"


def invoker(invoked: Invoked) -> Document:
    """Return the policy of a caller, who names the component beside the endpoint."""
    return document(allow("Invoke", [INVOKE, INVOKE_STREAM], [invoked.endpoint_arn, *invoked.component_arns]))


def alarms(watched: Watched) -> AlarmPlan:
    """Watch the requests of the base component, and its copies."""
    return request_alarms(watched, Of.COMPONENT).joined(copy_alarms(watched))


SHAPE = Shape(
    variant=variant,
    configuration=configuration,
    log_group=log_group,
    invoker=invoker,
    alarms=alarms,
    components=True,
    counted=False,
)
