"""Asynchronous endpoints: requests wait in S3, answers land there."""

from typing import Any

from components.alarm import AlarmPlan
from components.alarm_backlog import QUEUE_FAILURES, backlog_alarms
from components.alarm_plan import Watched, machine_alarms, with_burn
from components.kind.shape import INVOKE_ASYNC, Invoked, Shape, Site
from components.policy_document import Document, allow, document
from components.traffic_plan import FAILURES, OUTPUT, queue_prefix
from components.traffic_policy import caller_statements
from components.variant_plan import Serving, on_machines, without_none
from modelhost.spec.asynchronous import AsyncSpec
from modelhost.spec.endpoint import EndpointSpec


def variant(_: EndpointSpec, serving: Serving) -> dict[str, Any]:
    """Return a variant of instances; the queue does the routing."""
    return on_machines(serving)


def configuration(spec: EndpointSpec, site: Site) -> dict[str, Any]:
    """Return where answers and failures go, and who hears of them."""
    asynchronous = spec.asynchronous or AsyncSpec()
    prefix = queue_prefix(site.endpoint_name)
    topics = {
        "successTopic": asynchronous.success_topic_arn,
        "errorTopic": asynchronous.error_topic_arn or site.topic_arn,
    }
    output = {
        "s3OutputPath": site.uri(f"{prefix}{OUTPUT}"),
        "s3FailurePath": site.uri(f"{prefix}{FAILURES}"),
        "kmsKeyId": site.key_arn,
        "notificationConfig": without_none(topics),
    }
    most = asynchronous.max_concurrency
    client = {} if most is None else {"clientConfig": {"maxConcurrentInvocationsPerInstance": most}}
    return {"async_inference_config": {"outputConfig": output, **client}}


def invoker(invoked: Invoked) -> Document:
    """Return the policy of a caller who leaves a request in S3, names it, and fetches the answer."""
    invoke = allow("Invoke", [INVOKE_ASYNC], [invoked.endpoint_arn])
    if invoked.place is None:
        return document(invoke)
    return document(invoke, *caller_statements(invoked.account, invoked.place, invoked.endpoint_name))


def alarms(watched: Watched) -> AlarmPlan:
    """Watch the queue and the machines."""
    queue = tuple(backlog_alarms(watched.thresholds, watched.slo, guarded=watched.guarded))
    return with_burn(queue, watched.slo, QUEUE_FAILURES).joined(machine_alarms(watched))


SHAPE = Shape(variant=variant, configuration=configuration, invoker=invoker, alarms=alarms)
