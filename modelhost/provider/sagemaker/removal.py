"""Take an endpoint away with everything that hangs on it."""

from collections.abc import Callable
from functools import partial

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import scaling, scaling_record
from modelhost.provider.sagemaker.component.model_use import component_names
from modelhost.provider.sagemaker.failure import describe, is_denied
from modelhost.provider.sagemaker.lifecycle import remove_endpoint
from modelhost.provider.sagemaker.parameter import asleep, live_record
from modelhost.provider.sagemaker.wait import settle
from modelhost.provider.sagemaker.wanted import COMPONENTS, REALTIME


def delete_endpoint(context: Context, name: str, kind: str = REALTIME, *, sleeps: bool = False) -> None:
    """Wait out what is under way, deregister, delete, wait until it is gone, forget what was written about it."""
    if sleeps:
        # First, or the state machine might wake what is about to go.
        _tolerantly(context, partial(asleep.forget, context, name))
    live = settle(context, name)
    if live is not None:
        components = component_names(context.client("sagemaker"), name) if kind == COMPONENTS else ()
        found = scaling.capture(context, name, live.variants, components)
        scaling.deregister(context, found.targets)
        remove_endpoint(context, name)
    scaling_record.delete(context.client("ssm"), name)
    _tolerantly(context, partial(live_record.forget, context, name))


def _tolerantly(context: Context, forget: Callable[[], None]) -> None:
    """A parameter that may not be deleted keeps nobody from going; it is said."""
    try:
        forget()
    except ClientError as error:
        if not is_denied(error):
            raise
        context.log("warning", f"a parameter below /modelhost stays in SSM: {describe(error)}")
