"""Put back what an update took away; safe to repeat, and forgetful only after full success."""

from collections.abc import Callable
from functools import partial

from botocore.exceptions import BotoCoreError, ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import alarms, scaling, scaling_record
from modelhost.provider.sagemaker.count import missing_counts, set_counts
from modelhost.provider.sagemaker.failure import EndpointError, describe
from modelhost.provider.sagemaker.live import Live, describe_endpoint
from modelhost.provider.sagemaker.scaling_record import ScalingRecord
from modelhost.provider.sagemaker.scaling_request import of_variants
from modelhost.provider.sagemaker.wait import settle


def restore(context: Context, record: ScalingRecord) -> list[str]:
    """Raise counts that fell, restore the scaling, unmute; return what could not be done, the record then stays."""
    live = describe_endpoint(context.client("sagemaker"), record.endpoint)
    steps: list[Callable[[], object]] = [partial(alarms.unmute, context, record.muted_alarms)]
    if live is not None:
        steps += [partial(_require_serving, live)] if not live.serving else _scaling_steps(context, record, live)
    problems = [problem for step in steps if (problem := _attempt(step))]
    if problems:
        return [
            *problems,
            f"what is missing stays recorded: `pulumi up` or `modelhost recover` completes {record.endpoint}",
        ]
    scaling_record.delete(context.client("ssm"), record.endpoint)
    return []


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


def _scaling_steps(context: Context, record: ScalingRecord, live: Live) -> list[Callable[[], object]]:
    gone = [t["ResourceId"] for t in record.targets if t not in of_variants(record.targets, live.variants)]
    if gone:
        context.log("warning", f"endpoint {live.name}: the update removed {', '.join(gone)}; its scaling goes with it")
    wanted = scaling.Scaling(
        targets=of_variants(record.targets, live.variants),
        policies=of_variants(record.policies, live.variants),
        scheduled_actions=of_variants(record.scheduled_actions, live.variants),
    )
    return [
        partial(set_counts, context, live, missing_counts(record.counts or {}, live.counts)),
        partial(scaling.restore, context, wanted),
    ]


def _require_serving(live: Live) -> None:
    raise EndpointError(f"endpoint {live.name} is {live.status}, its autoscaling is off until it serves again")


def _attempt(step: Callable[[], object]) -> str:
    """Run one step of the restore; its failure must not keep the others from running."""
    try:
        step()
    except (ClientError, BotoCoreError, EndpointError) as error:
        return describe(error)
    return ""
