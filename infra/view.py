"""How an environment appears on its dashboard and in the stack's outputs."""

from typing import Any

import pulumi

from components.alarm_plan import Watched
from components.component_plan import base_name
from components.dashboard_chart import EndpointView
from components.endpoint_alarms import alarm_name
from components.endpoint_plan import VARIANT, challengers, shadows
from components.hosted import Hosted
from components.kind.table import SHAPES
from components.traffic_plan import INPUT, OUTPUT, capture_prefix, queue_prefix
from infra.stage import Stage
from modelhost.catalog.machine import machine
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.scalable import scalable


def view_of(stage: Stage, key: str) -> EndpointView:
    """Return what the dashboard shows of endpoint *key*."""
    spec, name = stage.environment.endpoints[key], stage.environment.endpoint_name(key)
    kind, shape = machine(spec.machine) if spec.machine else None, SHAPES[spec.kind]
    low, high = spec.in_force().bounds
    plan = shape.alarms(Watched(kind, spec.alarms, spec.slo, spec.rollout.rollback_on_alarms, tuple(challengers(spec))))
    return EndpointView(
        name=name,
        variant=VARIANT,
        machine=f"{kind.name} ({kind.text})" if kind else _serverless(spec),
        gpu=kind is not None and kind.gpu,
        p99_ms=spec.slo.p99_ms if spec.slo else None,
        min_count=low,
        max_count=high,
        alarm_arns=tuple(stage.account.arn("cloudwatch", f"alarm:{alarm_name(name, what)}") for what in plan.notifying),
        kind=spec.kind,
        component=base_name(name) if shape.components else None,
        unit=scalable(spec.kind).unit,
        others=(*challengers(spec), *shadows(spec)),
    )


def outputs_of(stage: Stage, key: str, hosted: Hosted) -> dict[str, Any]:
    """Return what the stack says of endpoint *key*; what its kind does not have is left out."""
    spec = stage.environment.endpoints[key]
    shown: dict[str, Any] = {
        "name": hosted.endpoint_name,
        "arn": hosted.endpoint_arn,
        "invocation_url": hosted.invocation_url,
        "invoker_policy_json": hosted.invoker_policy_json,
        "kind": spec.kind.value,
        "machine": spec.machine,
        "strategy": spec.scaling.strategy,
        "component_name": hosted.component_name,
        "adapter_names": dict(hosted.adapter_names) or None,
        **_traffic(stage, key, spec),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _traffic(stage: Stage, key: str, spec: EndpointSpec) -> dict[str, Any]:
    """Return where requests are left, answers land, and captures are kept."""
    name, bucket = stage.environment.endpoint_name(key), stage.traffic_bucket_name
    places: dict[str, str] = {}
    if spec.kind is EndpointKind.ASYNC:
        places |= {"input_uri": f"{queue_prefix(name)}{INPUT}", "output_uri": f"{queue_prefix(name)}{OUTPUT}"}
    if spec.capture is not None:
        places["capture_uri"] = capture_prefix(name)
    return {what: pulumi.Output.concat("s3://", bucket or "", "/", prefix) for what, prefix in places.items()}


def _serverless(spec: EndpointSpec) -> str:
    """Return what a serverless endpoint runs on, in words."""
    return f"serverless ({spec.serverless.memory_gib} GiB)" if spec.serverless else "serverless"
