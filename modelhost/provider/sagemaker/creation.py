"""Bring an endpoint into being, also when an earlier run was killed while it did so."""

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import EndpointError, explain
from modelhost.provider.sagemaker.lifecycle import start_endpoint
from modelhost.provider.sagemaker.live import Live, describe_endpoint
from modelhost.provider.sagemaker.ownership import URN_TAG, urn_tag
from modelhost.provider.sagemaker.parameter import resizing
from modelhost.provider.sagemaker.parameter.forgetting import forget_machine
from modelhost.provider.sagemaker.restoration import restore_left_over
from modelhost.provider.sagemaker.tag import read_tags
from modelhost.provider.sagemaker.update import guarded_update
from modelhost.provider.sagemaker.wait import wait_until
from modelhost.provider.sagemaker.wanted import Update


def alone(context: Context, endpoint: str) -> None:
    """Wait for a machine at work on an endpoint that is there already; what one kept of an earlier one is forgotten."""
    live = describe_endpoint(context.client("sagemaker"), endpoint)
    if live is None or live.status == "Deleting":
        forget_machine(context, endpoint)
    else:
        resizing.await_machine(context, endpoint)


def create_or_continue(context: Context, wanted: Update) -> Live:
    """Create the endpoint; one that this very resource began to create before is taken over, any other is refused."""
    live = describe_endpoint(context.client("sagemaker"), wanted.endpoint)
    if live is not None and live.status == "Deleting":
        live = wait_until(context, wanted.endpoint, lambda now: now is None)
    if live is not None:
        if not is_begun_by(context, live):
            raise _foreign(context, live)
        context.log("info", f"endpoint {live.name} was begun by an earlier run; continuing with it")
        return guarded_update(context, wanted)
    live = start_endpoint(context, wanted)
    if not live.serving:
        raise EndpointError(f"endpoint {live.name} is {live.status}: {explain(live.name, live.failure_reason)}")
    restore_left_over(context, wanted.endpoint)
    return live


def is_begun_by(context: Context, live: Live) -> bool:
    """Whether the endpoint carries the tag of this very resource."""
    return read_tags(context.client("sagemaker"), live.arn).get(URN_TAG) == urn_tag(context.urn)


def _foreign(context: Context, live: Live) -> EndpointError:
    maker = read_tags(context.client("sagemaker"), live.arn).get(URN_TAG, "something else than this program")
    return EndpointError(
        f"endpoint {live.name} exists already, made by {maker}; to take it over without replacing it set "
        f"`adopt: true` for this endpoint in the stack file, or give the endpoint another name"
    )
