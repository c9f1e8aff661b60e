"""Whether a serverless endpoint scales inside its concurrency."""

from modelhost.spec.base import Findings
from modelhost.spec.scaling import ScalingSpec
from modelhost.spec.serverless import ServerlessSpec


def within(serverless: ServerlessSpec, scaling: ScalingSpec) -> Findings:
    """Yield the numbers of *scaling*, which are provisioned concurrency here, that do not fit *serverless*."""
    most, fixed = serverless.max_concurrency, serverless.provisioned_concurrency
    for place, value in scaling.numbers():
        if value > most:
            text = f"{value} exceeds serverless.max_concurrency {most}"
            yield ("scaling", *place), f"{text}; lower it, or raise max_concurrency"
    owned = not scaling.missing()
    if fixed is not None and owned:
        text = f"{fixed} stands beside scaling.replicas, which are the provisioned concurrency"
        yield ("serverless", "provisioned_concurrency"), f"{text}; leave one of the two out"
    if scaling.schedule and not owned and scaling.chosen.optional:
        text = "moves provisioned concurrency, and there is none to come back to"
        yield ("scaling", "schedule"), f"{text}; write replicas.count"
