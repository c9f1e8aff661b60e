"""Which size is live, and which configuration is wanted: the program owns the sizes, a clock or an alarm the choice."""

from collections.abc import Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.served import served_by
from modelhost.provider.sagemaker.wait import settle


def by_size(properties: Properties) -> Mapping[str, Any]:
    """The configuration of each size; empty for an endpoint whose size the program chooses, or as long as unknown."""
    found = properties.get("configNamesBySize")
    return found if isinstance(found, Mapping) else {}


def size_of(context: Context, configuration: str, variant: str, *known: Properties) -> str:
    """The machine type of a configuration: from what the program named it, else from SageMaker; empty when gone."""
    for properties in known:
        for size, name in by_size(properties).items():
            if name == configuration:
                return str(size)
        if properties.get("liveConfigName") == configuration and properties.get("liveSize"):
            return str(properties["liveSize"])
    return served_by(context.client("sagemaker"), configuration).machine(variant) if configuration else ""


def wanted_configuration(inputs: Properties, live_size: str) -> Any:
    """The configuration of the size that is live; the one asked for where no size is, or the live one went."""
    return by_size(inputs).get(live_size) or inputs.get("endpointConfigName")


def choose(context: Context, inputs: Properties, *known: Properties) -> str:
    """The configuration to bring live: of the size that is live once nothing moves, where the program gives sizes."""
    asked = str(inputs["endpointConfigName"])
    live = settle(context, inputs["name"]) if by_size(inputs) else None
    if live is None or not live.has_served:
        return asked
    size = size_of(context, live.config_name, inputs["variantName"], inputs, *known)
    say_size(context, live.name, inputs, size)
    return str(wanted_configuration(inputs, size))


def say_size(context: Context, endpoint: str, inputs: Properties, size: str) -> None:
    """Tell which size stays, or that the live one is no longer among the sizes."""
    if size in by_size(inputs):
        context.log("info", f"endpoint {endpoint}: the live size {size} stays; new versions go live at that size")
    else:
        context.log(
            "warning",
            f"endpoint {endpoint}: its live size {size or 'unknown'} is not among {', '.join(by_size(inputs))}; "
            f"it moves to the size asked for at creation",
        )
