"""Start and remove an inference component: the calls, each with its wait."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.component.live import Live
from modelhost.provider.sagemaker.component.request import create_request
from modelhost.provider.sagemaker.component.wait import despite_motion, settle_existing, wait_until
from modelhost.provider.sagemaker.failure import is_missing
from modelhost.provider.sagemaker.ownership import own_tags
from modelhost.provider.sagemaker.waiting import patience


def start_component(context: Context, inputs: Mapping[str, Any], copies: int | None = None) -> Live:
    """Create a component and wait until it serves or has failed."""
    request = create_request(inputs, all_tags(context, inputs), copies)
    despite_motion(context, inputs["name"], partial(context.client("sagemaker").create_inference_component, **request))
    return settle_existing(context, inputs["name"])


def remove_component(context: Context, name: str) -> None:
    """Delete a component, again while SageMaker refuses it because it moves, and wait until its name is free."""
    delete = partial(context.client("sagemaker").delete_inference_component, InferenceComponentName=name)
    try:
        despite_motion(context, name, delete)
    except ClientError as error:
        if not is_missing(error):
            raise
    await_name(context, name)


def await_name(context: Context, name: str) -> None:
    """Wait until no component has the name."""
    wait_until(context, name, lambda live: live is None, patience(context))


def restart_component(context: Context, inputs: Mapping[str, Any], before: Live) -> Live:
    """Create a component again under its name, with as many copies as it should have had."""
    remove_component(context, before.name)
    return start_component(context, inputs, before.desired_copies or None)


def all_tags(context: Context, inputs: Mapping[str, Any]) -> dict[str, str]:
    """The user's tags and those by which we know the component again."""
    return {**(inputs.get("tags") or {}), **own_tags(inputs["endpointName"], context.urn)}
