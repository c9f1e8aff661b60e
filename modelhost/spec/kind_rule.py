"""Which words go with which kind of endpoint, and what to write instead: the table of AWS's refusals."""

from collections.abc import Callable

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.kind import EndpointKind

REALTIME, COMPONENTS, MULTI_MODEL, ASYNC, SERVERLESS = EndpointKind
OWN = "belongs to kind {owner}, and this is {kind}; leave it out, or write kind: {owner}"
VARIANTS = "AWS documents further variants for real-time models only, and this is {kind}; "
VARIANTS += "give the other model an endpoint of its own, or write kind: realtime"
MANAGED = "AWS manages instances beneath inference components only, and this is {kind}; "
MANAGED += "bound them by scaling.replicas, or write kind: components"
NO_INSTANCES = "a serverless endpoint has no instances; leave it out, or write kind: realtime"

REFUSED: dict[str, dict[EndpointKind, str]] = {
    "machine": {SERVERLESS: NO_INSTANCES},
    "component": dict.fromkeys((REALTIME, MULTI_MODEL, ASYNC, SERVERLESS), OWN.replace("{owner}", COMPONENTS)),
    "instances": dict.fromkeys((REALTIME, MULTI_MODEL, ASYNC, SERVERLESS), MANAGED),
    "adapters": dict.fromkeys((REALTIME, MULTI_MODEL, ASYNC, SERVERLESS), OWN.replace("{owner}", COMPONENTS)),
    "asynchronous": dict.fromkeys((REALTIME, COMPONENTS, MULTI_MODEL, SERVERLESS), OWN.replace("{owner}", ASYNC)),
    "serverless": dict.fromkeys((REALTIME, COMPONENTS, MULTI_MODEL, ASYNC), OWN.replace("{owner}", SERVERLESS)),
    "network_isolation": {
        SERVERLESS: "true (the default), and AWS gives a serverless endpoint neither network isolation nor a VPC; "
        "write network_isolation: false to accept that, or kind: realtime",
    },
    "capacity": {
        SERVERLESS: NO_INSTANCES,
        MULTI_MODEL: "AWS documents instance pools for real-time, component and asynchronous endpoints, and this is "
        "{kind}; leave it out, or give each model an endpoint of kind realtime",
    },
    "routing": {
        SERVERLESS: NO_INSTANCES,
        ASYNC: "instances of an asynchronous endpoint draw their requests from a queue, so nothing is routed; "
        "leave it out, or write kind: realtime",
        MULTI_MODEL: "a multi-model endpoint sends each request where its model is loaded; "
        "leave it out, or write kind: realtime",
    },
    "capture": {
        SERVERLESS: "AWS captures no data of a serverless endpoint; leave it out, or write kind: realtime",
        ASYNC: "an asynchronous endpoint keeps its requests and answers in S3 anyway; leave it out and read them "
        "there, or write kind: realtime",
    },
    "shadow": dict.fromkeys((COMPONENTS, MULTI_MODEL, ASYNC, SERVERLESS), VARIANTS),
    "challengers": dict.fromkeys((COMPONENTS, MULTI_MODEL, ASYNC, SERVERLESS), VARIANTS),
}
"""What to say of a field beside a kind that AWS refuses it with, or does not document it for."""

HOURS_REFUSED: dict[EndpointKind, str] = {
    COMPONENTS: "the components would have to go with the endpoint; let it sleep with strategy auto and "
    "replicas.min 0, or with a schedule that sets count 0",
    ASYNC: "requests that wait would be lost with the endpoint; let it rest with strategy auto and replicas.min 0",
    SERVERLESS: "a serverless endpoint costs nothing while idle; leave hours out",
}
"""What to say of hours on a kind whose endpoint is not deleted every night."""

ZERO_REFUSED: dict[EndpointKind, str] = {
    REALTIME: "a real-time endpoint keeps one replica or more; write 1, or kind: components or async, which reach 0",
    MULTI_MODEL: "a multi-model endpoint keeps one replica or more; write 1, or kind: components or async, "
    "which reach 0",
    SERVERLESS: "provisioned concurrency is 1 or more; write 1, or leave scaling out and pay by the request",
}
"""What to say of no replica at all."""

ZERO_UNAVAILABLE = ("eu-west-3",)
"""Regions that refused endpoints without instances in 2026-08 (MinInstanceCount 0 of managed instances)."""


def fits_kind(field: str) -> Callable[[Spec, str | None], Findings]:
    """Return the rule that *field* may stand beside the endpoint's kind."""

    @rule("kind", field)
    def check(self: Spec, region: str | None) -> Findings:
        """Yield why the field may not stand there."""
        values = vars(self)
        if values[field]:
            yield from refused(field, values["kind"])

    return check


def refused(field: str, kind: EndpointKind) -> Findings:
    """Yield why *field* may not stand beside *kind*, when it may not."""
    text = REFUSED[field].get(kind)
    if text is not None:
        yield (field,), text.replace("{kind}", kind.text)
