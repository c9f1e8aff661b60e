"""Change the count by steps when an alarm goes off."""

from collections.abc import Mapping
from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws

from modelhost.spec.scalable import NAMESPACE
from modelhost.spec.step import StepScaling as StepScalingPlan

NOT_BREACHING = "notBreaching"
DESCRIPTION = "Runs the scaling policy {}"


class StepScalingArgs(TypedDict):
    """What step scaling needs."""

    resource_id: pulumi.Input[str]
    """What is registered, by Application Auto Scaling's id."""
    dimension: str
    """What is counted: instances, copies or provisioned concurrency."""
    dimensions: Mapping[str, str]
    """Dimensions of the alarm's metric, with the names in the cloud."""
    alarm_name: str
    """Name of the alarm."""
    spec: StepScalingPlan
    """Metric, threshold and steps."""


class StepScaling(pulumi.ComponentResource):
    """A policy of steps, and the alarm that runs it."""

    policy_name: pulumi.Output[str]
    """Name of the policy."""
    alarm_name: pulumi.Output[str]
    """Name of the alarm."""

    def __init__(self, name: str, args: StepScalingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = StepScalingPlan.model_validate(args["spec"])
        super().__init__("modelhost:index:StepScaling", name, {"spec": spec.plain()}, opts)
        child = pulumi.ResourceOptions(parent=self)

        policy = aws.appautoscaling.Policy(
            name,
            name=spec.name,  # as in target tracking
            policy_type="StepScaling",
            service_namespace=NAMESPACE,
            scalable_dimension=args["dimension"],
            resource_id=args["resource_id"],
            step_scaling_policy_configuration=configuration(spec),
            opts=child,
        )
        alarm = aws.cloudwatch.MetricAlarm(
            f"{name}-alarm",
            **alarm_arguments(spec, args["alarm_name"], args["dimensions"]),
            alarm_actions=[policy.arn],
            opts=child,
        )

        self.policy_name, self.alarm_name = policy.name, alarm.name
        self.register_outputs({"policy_name": self.policy_name, "alarm_name": self.alarm_name})


def alarm_name(endpoint_name: str, spec: StepScalingPlan) -> str:
    """Return the name of the alarm of a policy; the alarms that guard an endpoint have no `steps` in theirs."""
    return f"{endpoint_name}-steps-{spec.name}"


def configuration(spec: StepScalingPlan) -> Any:
    """Return the steps, as intervals around the alarm's threshold."""
    return {
        "adjustment_type": spec.adjustment_type,
        "cooldown": spec.cooldown_seconds,
        "metric_aggregation_type": spec.aggregation,
        "step_adjustments": [
            {
                "scaling_adjustment": each.change,
                # pulumi-aws takes these bounds as text, so that 0 is not mistaken for none.
                **({} if each.lower is None else {"metric_interval_lower_bound": f"{each.lower:g}"}),
                **({} if each.upper is None else {"metric_interval_upper_bound": f"{each.upper:g}"}),
            }
            for each in spec.adjustments
        ],
    }


def alarm_arguments(spec: StepScalingPlan, name: str, dimensions: Mapping[str, str]) -> dict[str, Any]:
    """Return the alarm but for what it does; without data there is no load, and nothing to step for."""
    return {
        "name": name,
        "alarm_description": DESCRIPTION.format(spec.name),
        "namespace": spec.metric.namespace,
        "metric_name": spec.metric.metric_name,
        "dimensions": dict(dimensions),
        "statistic": spec.metric.statistic.value,
        "comparison_operator": spec.comparison,
        "threshold": spec.threshold,
        "period": spec.period_seconds,
        "evaluation_periods": spec.periods,
        "datapoints_to_alarm": spec.periods,
        "treat_missing_data": NOT_BREACHING,
        **({} if spec.metric.unit is None else {"unit": spec.metric.unit}),
    }
