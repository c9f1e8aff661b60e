"""An endpoint outside its opening hours: an up changes what it wakes with, or wakes it for good."""

from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.endpoint_diff import APPLIED_LAST
from modelhost.provider.sagemaker.endpoint_output import asleep_outputs
from modelhost.provider.sagemaker.failure import EndpointError, explain
from modelhost.provider.sagemaker.lifecycle import start_endpoint
from modelhost.provider.sagemaker.live import Live, describe_endpoint
from modelhost.provider.sagemaker.parameter import asleep
from modelhost.provider.sagemaker.parameter.asleep import Asleep
from modelhost.provider.sagemaker.size import size_of, wanted_configuration
from modelhost.provider.sagemaker.wanted import wanted

WHILE_AWAKE = tuple(key for key in APPLIED_LAST if key != "desiredInstanceCount")
"""Inputs that only a live endpoint can take."""


def update_asleep(context: Context, found: Asleep, outputs: Properties, news: Properties) -> Properties | None:
    """Let it wake with what is wanted now; None when it woke meanwhile, to be updated like any other."""
    name = news["name"]
    config = _wanted_configuration(context, found, outputs, news)
    waking = found.waking_with(config, news.get("desiredInstanceCount"))
    asleep.save(context, name, waking)
    if describe_endpoint(context.client("sagemaker"), name) is not None:
        return None
    late = [key for key in WHILE_AWAKE if (outputs.get(key) or {}) != (news.get(key) or {})]
    context.log("info", f"endpoint {name} sleeps; it wakes with {config}")
    if late:
        context.log("warning", f"endpoint {name} sleeps; run `pulumi up` after it woke to apply {', '.join(late)}")
    reached = {**news, **{key: outputs.get(key) for key in late}}
    return asleep_outputs(context, waking, reached, outputs)


def wake(context: Context, found: Asleep, outputs: Properties, news: Properties) -> Live:
    """Create the endpoint again, because the program lets it sleep no more."""
    config = _wanted_configuration(context, found, outputs, news)
    context.log("info", f"endpoint {news['name']} sleeps no more; creating it with {config}")
    live = start_endpoint(context, wanted(news, config, context.urn))
    if not live.serving:
        raise EndpointError(f"endpoint {live.name} is {live.status}: {explain(live.name, live.failure_reason)}")
    asleep.forget(context, live.name)
    return live


def _wanted_configuration(context: Context, found: Asleep, outputs: Properties, news: Properties) -> str:
    size = size_of(context, found.configuration, news["variantName"], outputs, news)
    return str(wanted_configuration(news, size))
