"""The autoscaling of a component: read it, and put back what is missing of it."""

from collections.abc import Iterable

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import scaling
from modelhost.provider.sagemaker.scaling import Scaling
from modelhost.provider.sagemaker.scaling_record import ScalingRecord
from modelhost.provider.sagemaker.scaling_request import Answer


def capture(context: Context, component: str) -> Scaling:
    """Read the component's target, policies and scheduled actions."""
    return scaling.capture(context, "", (), [component])


def restore_missing(context: Context, record: ScalingRecord) -> None:
    """Put back what is gone; what is still there may have been changed by a clock meanwhile, and stays."""
    found = capture(context, component_of(record))
    scaling.restore(
        context,
        Scaling(
            targets=_missing(record.targets, found.targets, "ScalableDimension"),
            policies=_missing(record.policies, found.policies, "PolicyName"),
            scheduled_actions=_missing(record.scheduled_actions, found.scheduled_actions, "ScheduledActionName"),
        ),
    )


def ceiling(found: Scaling) -> int | None:
    """The most copies that the autoscaler keeps; None when there is no autoscaler."""
    return max((int(target["MaxCapacity"]) for target in found.targets), default=None)


def component_of(record: ScalingRecord) -> str:
    """The component that a record is about."""
    return record.endpoint.rpartition("/")[2]


def _missing(wanted: Iterable[Answer], found: Iterable[Answer], key: str) -> tuple[Answer, ...]:
    present = {item[key] for item in found}
    return tuple(item for item in wanted if item[key] not in present)
