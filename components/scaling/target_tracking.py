"""Follow the demand: hold a load per instance, copy or provisioned concurrency."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from modelhost.spec.metric import CustomizedMetric
from modelhost.spec.scalable import NAMESPACE
from modelhost.spec.target import Target


class TargetTrackingArgs(TypedDict):
    """What target tracking needs."""

    resource_id: pulumi.Input[str]
    """What is registered, by Application Auto Scaling's id."""
    dimension: str
    """What is counted: instances, copies or provisioned concurrency."""
    dimensions: Mapping[str, str]
    """Dimensions of a customised metric, with the names in the cloud; empty for a predefined one."""
    per_dimensions: NotRequired[Mapping[str, str]]
    """Dimensions of what a customised metric is divided by, likewise."""
    spec: Target
    """Metric, value and cooldowns."""


class TargetTracking(pulumi.ComponentResource):
    """A policy that scales out when the load exceeds its target, and in when it stays below."""

    policy_arn: pulumi.Output[str]
    """ARN of the policy."""

    def __init__(self, name: str, args: TargetTrackingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = Target.model_validate(args["spec"])
        super().__init__("modelhost:index:TargetTracking", name, {"spec": spec.plain()}, opts)

        policy = aws.appautoscaling.Policy(
            name,
            # The name is no chance: whoever puts the policy back finds the one that stands, instead of adding another.
            name=spec.name or None,
            policy_type="TargetTrackingScaling",
            service_namespace=NAMESPACE,
            scalable_dimension=args["dimension"],
            resource_id=args["resource_id"],
            target_tracking_scaling_policy_configuration=configuration(
                spec, args["dimensions"], args.get("per_dimensions", {})
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.policy_arn = policy.arn
        self.register_outputs({"policy_arn": self.policy_arn})


def configuration(spec: Target, dimensions: Mapping[str, str], per_dimensions: Mapping[str, str] | None = None) -> Any:
    """Return what the policy holds: one metric, predefined or customised, and how fast it is followed."""
    followed: dict[str, Any] = {
        "target_value": spec.value,
        "scale_in_cooldown": spec.scale_in_cooldown_seconds,
        "scale_out_cooldown": spec.scale_out_cooldown_seconds,
    }
    if not spec.scale_in:
        followed["disable_scale_in"] = True
    if spec.customized is None:
        followed["predefined_metric_specification"] = {"predefined_metric_type": spec.predefined}
        return followed
    metric = spec.customized
    if metric.per is not None:
        metrics = _quotient(_queried(metric, dimensions), _queried(metric.per, per_dimensions or {}))
        return {**followed, "customized_metric_specification": {"metrics": metrics}}
    described = {**_named(metric, dimensions), "statistic": metric.statistic.value, **_unit(metric)}
    return {**followed, "customized_metric_specification": described}


def _quotient(whole: dict[str, Any], parts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the queries of metric math that divide *whole* by *parts*."""
    return [
        {"id": "whole", "metric_stat": whole, "return_data": False},
        {"id": "parts", "metric_stat": parts, "return_data": False},
        {"id": "share", "expression": "whole / parts", "label": "for each instance", "return_data": True},
    ]


def _queried(metric: CustomizedMetric, dimensions: Mapping[str, str]) -> dict[str, Any]:
    """Return *metric* as metric math asks for it."""
    return {"metric": _named(metric, dimensions), "stat": metric.statistic.value, **_unit(metric)}


def _named(metric: CustomizedMetric, dimensions: Mapping[str, str]) -> dict[str, Any]:
    """Return which metric it is."""
    pairs = [{"name": name, "value": value} for name, value in dimensions.items()]
    return {"namespace": metric.namespace, "metric_name": metric.metric_name, "dimensions": pairs}


def _unit(metric: CustomizedMetric) -> dict[str, str]:
    """Return the unit, where the metric has one."""
    return {} if metric.unit is None else {"unit": metric.unit}
