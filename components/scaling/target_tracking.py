"""Follow the demand: hold a load per instance, copy or provisioned concurrency."""

from collections.abc import Mapping
from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws

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
            target_tracking_scaling_policy_configuration=configuration(spec, args["dimensions"]),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.policy_arn = policy.arn
        self.register_outputs({"policy_arn": self.policy_arn})


def configuration(spec: Target, dimensions: Mapping[str, str]) -> Any:
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
    described: dict[str, Any] = {
        "namespace": metric.namespace,
        "metric_name": metric.metric_name,
        "statistic": metric.statistic.value,
        "dimensions": [{"name": name, "value": value} for name, value in dimensions.items()],
    }
    if metric.unit is not None:
        described["unit"] = metric.unit
    return {**followed, "customized_metric_specification": described}
