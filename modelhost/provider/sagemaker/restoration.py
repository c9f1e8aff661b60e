"""Put back what an update took away; safe to repeat, and forgetful only after full success."""

from functools import partial

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import alarm, scaling, scaling_record
from modelhost.provider.sagemaker.attempt import attempt_all
from modelhost.provider.sagemaker.component.model_use import component_names
from modelhost.provider.sagemaker.concurrency import raise_fallen, within_ceilings
from modelhost.provider.sagemaker.count import missing_counts, set_counts
from modelhost.provider.sagemaker.failure import EndpointError
from modelhost.provider.sagemaker.live import Live, describe_endpoint
from modelhost.provider.sagemaker.scaling_record import ScalingRecord
from modelhost.provider.sagemaker.scaling_request import Answer, component_id, is_component, of_variants
from modelhost.provider.sagemaker.wait import settle


def restore(context: Context, record: ScalingRecord) -> list[str]:
    """Unmute, raise counts that fell, restore the scaling; return what could not be done, the record then stays."""
    steps = (
        partial(alarm.unmute, context, record.muted_alarms),
        partial(_restore_counts, context, record),
        partial(_restore_scaling, context, record),
    )
    problems = attempt_all(*steps) or attempt_all(
        partial(scaling_record.delete, context.client("ssm"), record.endpoint)
    )
    if problems:
        problems.append(
            f"`pulumi up` or `modelhost recover` completes it from the record /modelhost/update/{record.endpoint}"
        )
    return problems


def restore_left_over(context: Context, endpoint: str) -> ScalingRecord | None:
    """Restore what a killed run left, once the endpoint has settled; return the record when it is still needed."""
    record = scaling_record.load(context.client("ssm"), endpoint)
    if record is None:
        return None
    context.log(
        "info", f"endpoint {endpoint}: the update begun at {record.started_at} did not end; restoring its scaling"
    )
    live = settle(context, endpoint)
    if live is None or not live.serving:
        return record
    problems = restore(context, record)
    for problem in problems:
        context.log("warning", problem)
    return record if problems else None


def _restore_counts(context: Context, record: ScalingRecord) -> None:
    live = _serving(context, record)
    live = set_counts(context, live, missing_counts(record.counts or {}, live.counts))
    raise_fallen(context, live, record.concurrency)


def _restore_scaling(context: Context, record: ScalingRecord) -> None:
    live = _serving(context, record)
    kept = _of_standing_components(context, live.name, of_variants(record.targets, live.variants))
    gone = [target["ResourceId"] for target in record.targets if target not in kept]
    if gone:
        context.log("warning", f"endpoint {live.name}: the update removed {', '.join(gone)}; its scaling goes with it")
    standing = {target["ResourceId"] for target in kept}
    policies = tuple(policy for policy in record.policies if policy["ResourceId"] in standing)
    actions = tuple(action for action in record.scheduled_actions if action["ResourceId"] in standing)
    scaling.restore(context, scaling.Scaling(within_ceilings(kept, live), policies, actions))


def _of_standing_components(context: Context, endpoint: str, targets: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The targets without those of components that somebody deleted meanwhile."""
    if not any(map(is_component, targets)):
        return targets
    standing = {component_id(name) for name in component_names(context.client("sagemaker"), endpoint)}
    return tuple(target for target in targets if not is_component(target) or target["ResourceId"] in standing)


def _serving(context: Context, record: ScalingRecord) -> Live:
    live = describe_endpoint(context.client("sagemaker"), record.endpoint)
    if live is None or not live.serving:
        state = live.status if live else "gone"
        raise EndpointError(f"endpoint {record.endpoint} is {state}, its autoscaling is off until it serves")
    return live
