"""The program's deploymentConfig as SageMaker's request, and what follows from it for the wait."""

from collections.abc import Mapping
from typing import Any

from modelhost.provider.context import DEFAULT_TIMEOUT_SECONDS, Context
from modelhost.provider.sagemaker.request import pascal_keys
from modelhost.provider.sagemaker.waiting import BOUND_SECONDS

LIMIT = "maximumExecutionTimeoutInSeconds"
POLICIES = ("blueGreenUpdatePolicy", "rollingUpdatePolicy")
ROLLBACK_MARGIN_SECONDS = 1800.0
"""What SageMaker may need beyond its own limit, at which it only begins to roll back."""


def deployment_request(deployment: Mapping[str, Any] | None) -> dict[str, Any]:
    """The DeploymentConfig of a request; empty when the program gives none."""
    found: dict[str, Any] = pascal_keys(_present(deployment or {}))
    return found


def rollback_alarms(deployment: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The alarms that undo an update."""
    alarms = ((deployment or {}).get("autoRollbackConfiguration") or {}).get("alarms") or ()
    return tuple(alarm["alarmName"] for alarm in alarms)


def patient(context: Context, deployment: Mapping[str, Any] | None) -> Context:
    """The context with a bound that outlasts SageMaker's own limit of the update."""
    limit = limit_seconds(deployment)
    custom = context.timeout_seconds != DEFAULT_TIMEOUT_SECONDS
    bound = context.timeout_seconds if custom else BOUND_SECONDS
    if limit is None or limit + ROLLBACK_MARGIN_SECONDS <= bound:
        return context
    return context.derive(timeout_seconds=limit + ROLLBACK_MARGIN_SECONDS)


def limit_seconds(deployment: Mapping[str, Any] | None) -> float | None:
    """SageMaker's own limit of the update; None when the program leaves it to SageMaker."""
    policies = (((deployment or {}).get(name) or {}) for name in POLICIES)
    limits = [float(p[LIMIT]) for p in policies if p.get(LIMIT) is not None]
    return max(limits, default=None)


def _present(value: Any) -> Any:
    """The value without what the program left open."""
    if isinstance(value, Mapping):
        return {key: _present(each) for key, each in value.items() if each is not None}
    return [_present(each) for each in value] if isinstance(value, list) else value
