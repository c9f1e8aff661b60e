"""Put back what an update of a component took away; safe to repeat, and forgetful only after full success."""

from functools import partial

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import alarm, scaling_record
from modelhost.provider.sagemaker.attempt import attempt_all
from modelhost.provider.sagemaker.component import scaling
from modelhost.provider.sagemaker.component.copies import raise_fallen
from modelhost.provider.sagemaker.component.live import Live, describe_component
from modelhost.provider.sagemaker.component.wait import settle
from modelhost.provider.sagemaker.failure import EndpointError
from modelhost.provider.sagemaker.scaling_record import ScalingRecord

PREFIX = "component/"
"""Records of components lie below those of endpoints, whose names may be the same."""


def record_name(component: str) -> str:
    """The name of a component's record."""
    return PREFIX + component


def restore(context: Context, record: ScalingRecord) -> list[str]:
    """Unmute, raise copies that fell, restore the scaling; return what could not be done, the record then stays."""
    problems = attempt_all(
        partial(alarm.unmute, context, record.muted_alarms),
        partial(_restore_copies, context, record),
        partial(_restore_scaling, context, record),
    ) or attempt_all(partial(scaling_record.delete, context.client("ssm"), record.endpoint))
    if problems:
        problems.append(
            f"`pulumi up` or `modelhost recover` completes it from the record {scaling_record.ROOT}{record.endpoint}"
        )
    return problems


def restore_left_over(context: Context, component: str) -> ScalingRecord | None:
    """Restore what a killed run left, once the component has settled; return the record when it is still needed."""
    record = scaling_record.load(context.client("ssm"), record_name(component))
    if record is None:
        return None
    context.log("info", f"inference component {component}: the update begun at {record.started_at} did not end")
    live = settle(context, component)
    if live is None or not live.serving:
        return record
    problems = restore(context, record)
    for problem in problems:
        context.log("warning", problem)
    return record if problems else None


def _restore_copies(context: Context, record: ScalingRecord) -> None:
    live = _serving(context, record)
    raise_fallen(context, live, (record.counts or {}).get(live.name, 0))


def _restore_scaling(context: Context, record: ScalingRecord) -> None:
    _serving(context, record)
    scaling.restore_missing(context, record)


def _serving(context: Context, record: ScalingRecord) -> Live:
    name = scaling.component_of(record)
    live = describe_component(context.client("sagemaker"), name)
    if live is None or not live.serving:
        state = live.status if live else "gone"
        raise EndpointError(f"inference component {name} is {state}, its scaling is checked once it serves")
    return live
