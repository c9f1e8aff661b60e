"""How an environment appears on its dashboard and in the stack's outputs."""

from typing import Any

from components.alarm_plan import plan_alarms
from components.dashboard_plan import EndpointView
from components.endpoint_alarms import alarm_name
from components.endpoint_plan import VARIANT
from components.sagemaker_endpoint import SageMakerEndpoint
from infra.stage import Stage
from modelhost.catalog.machine import machine
from modelhost.spec.strategy import Auto


def view_of(stage: Stage, key: str) -> EndpointView:
    """Return what the dashboard shows of endpoint *key*."""
    spec, name = stage.environment.endpoints[key], stage.environment.endpoint_name(key)
    kind, scaling = machine(spec.machine), spec.in_force()
    low, high = (scaling.min, scaling.max) if isinstance(scaling, Auto) else (scaling.count, scaling.count)
    plan = plan_alarms(kind, spec.alarms, spec.slo)
    return EndpointView(
        name=name,
        variant=VARIANT,
        machine=f"{kind.name} ({kind.text})",
        gpu=kind.gpu,
        p99_ms=spec.slo.p99_ms if spec.slo else None,
        min_count=low,
        max_count=high,
        alarm_arns=tuple(stage.account.arn("cloudwatch", f"alarm:{alarm_name(name, what)}") for what in plan.notifying),
    )


def outputs_of(stage: Stage, key: str, endpoint: SageMakerEndpoint) -> dict[str, Any]:
    """Return what the stack says of endpoint *key*."""
    spec = stage.environment.endpoints[key]
    return {
        "name": endpoint.endpoint_name,
        "arn": endpoint.endpoint_arn,
        "invocation_url": endpoint.invocation_url,
        "invoker_policy_json": endpoint.invoker_policy_json,
        "machine": spec.machine,
        "strategy": spec.scaling.strategy.value,
    }
