"""Take a component away with everything that hangs on it."""

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import scaling as autoscaling
from modelhost.provider.sagemaker import scaling_record
from modelhost.provider.sagemaker.component import scaling
from modelhost.provider.sagemaker.component.lifecycle import remove_component
from modelhost.provider.sagemaker.component.live import describe_component
from modelhost.provider.sagemaker.component.restoration import record_name
from modelhost.provider.sagemaker.parameter import live_record


def delete_component(context: Context, name: str) -> None:
    """Deregister, so that no autoscaler keeps it moving; delete it, wait until it is gone, forget what was recorded."""
    if describe_component(context.client("sagemaker"), name) is not None:
        autoscaling.deregister(context, scaling.capture(context, name).targets)
        remove_component(context, name)
    scaling_record.delete(context.client("ssm"), record_name(name))
    live_record.forget(context, name)
