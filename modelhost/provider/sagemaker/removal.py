"""Take an endpoint away with everything that hangs on it."""

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import scaling, scaling_record
from modelhost.provider.sagemaker.component.model_use import component_names
from modelhost.provider.sagemaker.lifecycle import remove_endpoint
from modelhost.provider.sagemaker.parameter.forgetting import forget_history, forget_machine
from modelhost.provider.sagemaker.wait import settle
from modelhost.provider.sagemaker.wanted import COMPONENTS, REALTIME


def delete_endpoint(context: Context, name: str, kind: str = REALTIME) -> None:
    """Wait out what is under way, deregister, delete, wait until it is gone, forget what was written about it."""
    # First, or the state machine might wake what is about to go; and last, for what it wrote while it died.
    forget_machine(context, name)
    live = settle(context, name)
    if live is not None:
        components = component_names(context.client("sagemaker"), name) if kind == COMPONENTS else ()
        found = scaling.capture(context, name, live.variants, components)
        scaling.deregister(context, found.targets)
        remove_endpoint(context, name)
    scaling_record.delete(context.client("ssm"), name)
    forget_machine(context, name)
    forget_history(context, name)
