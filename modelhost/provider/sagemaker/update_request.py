"""The UpdateEndpoint request: what SageMaker retains of the live endpoint, and how the new version takes over."""

from collections.abc import Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.served import Served, served_by
from modelhost.provider.sagemaker.wanted import SERVERLESS, Update

CAPTURE, COUNT = "DataCaptureConfig", "DesiredInstanceCount"


def update_request(context: Context, live: Live, update: Update, *, autoscaled: bool) -> dict[str, Any]:
    """Counts and weights are retained; a changed data capture is not, nor a concurrency that no autoscaler owns."""
    client = context.client("sagemaker")
    old, new = served_by(client, live.config_name), served_by(client, update.config)
    fresh = {CAPTURE: old.capture != new.capture, COUNT: update.kind == SERVERLESS and not autoscaled}
    excluded = [{"VariantPropertyType": each} for each, changes in fresh.items() if changes]
    return {
        "EndpointName": update.endpoint,
        "EndpointConfigName": update.config,
        "RetainAllVariantProperties": True,
        **({"ExcludeRetainedVariantProperties": excluded} if excluded else {}),
        **_rollout(context, update, old, new),
    }


def _rollout(context: Context, update: Update, old: Served, new: Served) -> Mapping[str, Any]:
    """The program's rollout; SageMaker takes one only between configurations with the same variants."""
    if not update.deployment:
        return {}
    if old.variants and {*old.variants} != {*new.variants}:
        context.log(
            "warning",
            f"endpoint {update.endpoint}: the variants change from {', '.join(old.variants)} to "
            f"{', '.join(new.variants)}, so this goes live all at once, and no alarm rolls it back",
        )
        return {}
    return {"DeploymentConfig": update.deployment}
