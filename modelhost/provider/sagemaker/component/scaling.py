"""The autoscaling of a component: read it, and put back what is missing of it."""

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import scaling
from modelhost.provider.sagemaker.scaling import Scaling
from modelhost.provider.sagemaker.scaling_record import ScalingRecord


def capture(context: Context, component: str) -> Scaling:
    """Read the component's target, policies and scheduled actions."""
    return scaling.capture(context, "", (), [component])


def restore_missing(context: Context, record: ScalingRecord) -> None:
    """Put back what is gone; what is still there may have been changed by a clock meanwhile, and stays."""
    taken = Scaling(record.targets, record.policies, record.scheduled_actions)
    scaling.restore(context, taken.without(capture(context, component_of(record))))


def ceiling(found: Scaling) -> int | None:
    """The most copies that the autoscaler keeps; None when there is no autoscaler."""
    return max((int(target["MaxCapacity"]) for target in found.targets), default=None)


def component_of(record: ScalingRecord) -> str:
    """The component that a record is about."""
    return record.endpoint.rpartition("/")[2]
