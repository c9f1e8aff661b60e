"""Follow the demand: hold a load per instance."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.scaling.scalable_target import DIMENSION, NAMESPACE
from modelhost.spec.target import Target


class TargetTrackingArgs(TypedDict):
    """What target tracking needs."""

    resource_id: pulumi.Input[str]
    """Registered variant, as `endpoint/<name>/variant/<variant>`."""
    spec: Target
    """Metric, value and cooldowns."""


class TargetTracking(pulumi.ComponentResource):
    """A policy that scales out when the load per instance exceeds its target, and in when it stays below."""

    policy_arn: pulumi.Output[str]
    """ARN of the policy."""

    def __init__(self, name: str, args: TargetTrackingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = Target.model_validate(args["spec"])
        super().__init__("modelhost:index:TargetTracking", name, {"spec": spec.plain()}, opts)

        policy = aws.appautoscaling.Policy(
            name,
            policy_type="TargetTrackingScaling",
            service_namespace=NAMESPACE,
            scalable_dimension=DIMENSION,
            resource_id=args["resource_id"],
            target_tracking_scaling_policy_configuration={
                "target_value": spec.value,
                "predefined_metric_specification": {"predefined_metric_type": spec.metric.predefined},
                "scale_in_cooldown": spec.scale_in_cooldown_seconds,
                "scale_out_cooldown": spec.scale_out_cooldown_seconds,
            },
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.policy_arn = policy.arn
        self.register_outputs({"policy_arn": self.policy_arn})
