"""Bring a component into being, also when an earlier run was killed while it did so."""

from collections.abc import Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.component.failure import explain
from modelhost.provider.sagemaker.component.lifecycle import await_name, start_component
from modelhost.provider.sagemaker.component.live import Live, describe_component
from modelhost.provider.sagemaker.component.restoration import restore_left_over
from modelhost.provider.sagemaker.component.update import guarded_update
from modelhost.provider.sagemaker.failure import EndpointError
from modelhost.provider.sagemaker.ownership import URN_TAG, urn_tag
from modelhost.provider.sagemaker.tag import read_tags


def create_or_continue(context: Context, inputs: Mapping[str, Any]) -> Live:
    """Create the component; one that this very resource began to create before is taken over, any other is refused."""
    name = inputs["name"]
    found = describe_component(context.client("sagemaker"), name)
    if found is not None and found.status == "Deleting":
        await_name(context, name)
        found = None
    if found is not None:
        if not is_begun_by(context, found):
            raise _foreign(context, found)
        context.log("info", f"inference component {name} was begun by an earlier run; continuing with it")
        return guarded_update(context, inputs)
    live = start_component(context, inputs)
    if not live.serving:
        raise EndpointError(f"inference component {name} is {live.status}: {explain(name, live.failure_reason)}")
    restore_left_over(context, name)
    return live


def is_begun_by(context: Context, live: Live) -> bool:
    """Whether the component carries the tag of this very resource, on the endpoint that it names."""
    return _maker(context, live) == urn_tag(context.urn)


def _maker(context: Context, live: Live) -> str:
    return read_tags(context.client("sagemaker"), live.arn).get(URN_TAG, "something else than this program")


def _foreign(context: Context, live: Live) -> EndpointError:
    return EndpointError(
        f"inference component {live.name} exists already on endpoint {live.endpoint}, made by {_maker(context, live)}; "
        f"import it with `pulumi import`, or give the component another name"
    )
