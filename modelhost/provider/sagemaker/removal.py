"""Take an endpoint away with everything that hangs on it."""

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import scaling, scaling_record
from modelhost.provider.sagemaker.lifecycle import remove_endpoint
from modelhost.provider.sagemaker.wait import settle


def delete_endpoint(context: Context, name: str) -> None:
    """Wait out what is under way, deregister, delete, wait until it is gone, forget a record left over."""
    live = settle(context, name)
    if live is not None:
        found = scaling.capture(context, name, live.variants)
        scaling.deregister(context, found.targets)
        remove_endpoint(context, name)
    scaling_record.delete(context.client("ssm"), name)
