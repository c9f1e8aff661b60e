"""Whether an update that has ended went live: SageMaker reports one that it rolled back as success."""

from datetime import datetime

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import EndpointError, explain
from modelhost.provider.sagemaker.live import MIXED, Live
from modelhost.provider.sagemaker.rollout.alarm import blamed
from modelhost.provider.sagemaker.scaling_record import ScalingRecord
from modelhost.provider.sagemaker.wanted import Update


def verify(context: Context, update: Update, live: Live, record: ScalingRecord) -> None:
    """Raise with the cause, alarms named, unless the live configuration is the one asked for, and nothing else."""
    reason = explain(live.name, live.failure_reason)
    if not live.serving:
        raise EndpointError(f"endpoint {live.name} is {live.status} after the update to {update.config}: {reason}")
    if live.serves(update.config):
        return
    causes = (reason, blamed(context, update.rollback_alarms, datetime.fromisoformat(record.started_at)))
    why = f"{'; '.join(filter(None, causes))}; correct the cause and run `pulumi up` again, or revert the change"
    if live.status == MIXED:
        raise EndpointError(
            f"endpoint {live.name} serves a mix of old and new instances, because both the update from "
            f"{record.from_config} to {update.config} and its rollback failed: {why}"
        )
    raise EndpointError(
        f"SageMaker rolled endpoint {live.name} back to {live.config_name}, {update.config} did not go live: {why}"
    )
