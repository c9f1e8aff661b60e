"""An endpoint outside its opening hours: an up changes what it wakes with, or wakes it for good."""

from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker import alarm, scaling
from modelhost.provider.sagemaker.count import missing_counts, set_counts
from modelhost.provider.sagemaker.endpoint_diff import APPLIED_LAST, FINGERPRINT
from modelhost.provider.sagemaker.endpoint_output import asleep_outputs, found_configuration
from modelhost.provider.sagemaker.failure import EndpointError, explain
from modelhost.provider.sagemaker.lifecycle import start_endpoint
from modelhost.provider.sagemaker.live import describe_endpoint
from modelhost.provider.sagemaker.parameter import asleep, resizing
from modelhost.provider.sagemaker.parameter.asleep import Asleep
from modelhost.provider.sagemaker.size import by_size, size_of, wanted_configuration
from modelhost.provider.sagemaker.wait import settle
from modelhost.provider.sagemaker.wanted import wanted

WHILE_AWAKE = tuple(key for key in APPLIED_LAST if key not in ("desiredInstanceCount", FINGERPRINT))
"""Inputs that only a live endpoint can take."""


def read_asleep(
    context: Context, id: str, inputs: Properties, outputs: Properties
) -> tuple[str, Properties, Properties] | None:
    """What a refresh finds of an absent endpoint: one outside its opening hours is not gone."""
    found = asleep.load(context, id) if inputs.get("sleeps") else None
    if found is None:
        return None
    configured = {**inputs, **found_configuration(context, found.configuration, inputs, outputs)}
    reached = {**configured, **{key: outputs[key] for key in APPLIED_LAST if key in outputs}}
    return id, configured, asleep_outputs(context, found, reached, outputs)


def update_at_rest(context: Context, outputs: Properties, news: Properties) -> Properties | None:
    """Wait for the machine of a clock or an alarm, then update an endpoint that sleeps; None for one that is live."""
    name = news["name"]
    if any(_has_machine(known) for known in (outputs, news)):
        resizing.await_machine(context, name)
    if not (news.get("sleeps") or outputs.get("sleeps")) or settle(context, name) is not None:
        return None
    found = asleep.load(context, name)
    if found is None:
        return None
    if news.get("sleeps"):
        return _update_asleep(context, found, outputs, news)
    _wake(context, found, outputs, news)
    return None


def _has_machine(properties: Properties) -> bool:
    """Whether a clock or an alarm may work on the endpoint: a change of its scaling waits for that as well."""
    return bool(by_size(properties) or properties.get("sleeps") or properties.get(FINGERPRINT))


def _update_asleep(context: Context, found: Asleep, outputs: Properties, news: Properties) -> Properties | None:
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


def _wake(context: Context, found: Asleep, outputs: Properties, news: Properties) -> None:
    """Create the endpoint again, as it was in the evening, because the program lets it sleep no more."""
    config = _wanted_configuration(context, found, outputs, news)
    context.log("info", f"endpoint {news['name']} sleeps no more; creating it with {config}")
    live = start_endpoint(context, wanted(news, config, context.urn))
    if not live.serving:
        raise EndpointError(f"endpoint {live.name} is {live.status}: {explain(live.name, live.failure_reason)}")
    live = set_counts(context, live, missing_counts({news["variantName"]: found.count}, live.counts))
    scaling.restore(context, resizing.kept(context, live.name))
    alarm.unmute(context, tuple(news.get("alarmNames") or ()))
    asleep.forget(context, live.name)


def _wanted_configuration(context: Context, found: Asleep, outputs: Properties, news: Properties) -> str:
    size = size_of(context, found.configuration, news["variantName"], outputs, news)
    return str(wanted_configuration(news, size))
