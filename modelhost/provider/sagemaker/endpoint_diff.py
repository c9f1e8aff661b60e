"""What differs between an endpoint and what the program wants of it, compared with what is live."""

from collections.abc import Iterator
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.difference import changes, joined
from modelhost.provider.resource import Kind, Properties
from modelhost.provider.sagemaker.live import MIXED, describe_endpoint
from modelhost.provider.sagemaker.size import by_size, say_size, size_of, wanted_configuration
from modelhost.provider.sagemaker.wanted import REALTIME
from modelhost.provider.wire import UNKNOWN

FINGERPRINT = "scalingFingerprint"
"""Stands for the scaling beside the endpoint: a change of it is a reason to wait for the machine, and no other."""
APPLIED_LAST = ("desiredInstanceCount", "variantWeights", "variantCounts", FINGERPRINT, "tags")
"""Inputs that take effect after the configuration; outputs hold those that did."""
SIZES = "configNamesBySize"
DEFAULTS = (("kind", REALTIME), ("sleeps", False))
CONFIGURATION = frozenset({"endpointConfigName", SIZES})


def endpoint_changes(
    context: Context, id: str, inputs: Properties, outputs: Properties, news: Properties
) -> dict[str, Kind]:
    """The changed paths; after a failed update what is in force is not what the state's inputs say."""
    in_force = {**inputs, **{key: outputs.get(key) for key in APPLIED_LAST}}
    changed = dict(changes(_plain(in_force), _plain(news)))
    sized = news.get(SIZES) is UNKNOWN or bool(by_size(news))
    changed |= changes(inputs.get(SIZES) or None, news.get(SIZES) or None, SIZES)
    if sized:
        changed |= _of_live_size(context, id, inputs, outputs, news, bool(changed))
    else:
        live = outputs.get("liveConfigName", inputs.get("endpointConfigName"))
        changed |= changes(live, news.get("endpointConfigName"), "endpointConfigName")
    return changed


def _of_live_size(
    context: Context, id: str, inputs: Properties, outputs: Properties, news: Properties, releases: bool
) -> Iterator[tuple[str, Kind]]:
    """Whether the configuration of the size that is live now is the wanted one; a resize since the last run is none."""
    live = describe_endpoint(context.client("sagemaker"), id)
    configuration = outputs.get("liveConfigName", "") if live is None else live.config_name * live.has_served
    mixed = live is not None and live.status == MIXED
    size = size_of(context, configuration, news["variantName"], news, inputs, outputs)
    wanted = wanted_configuration(news, size)
    if mixed or wanted is UNKNOWN or wanted != configuration:
        yield joined(SIZES, size) if size in by_size(news) else "endpointConfigName", "update"
        releases = True
    if releases and by_size(news) and configuration:
        say_size(context, id, news, size)


def _plain(properties: Properties) -> dict[str, Any]:
    """The properties but the configurations, without what is empty or says the default."""
    return {
        key: value
        for key, value in properties.items()
        if key not in CONFIGURATION and value not in (None, [], {}) and (key, value) not in DEFAULTS
    }
