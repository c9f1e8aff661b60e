"""Take the next larger or smaller machine by demand: an alarm each way, and a rule that tells the machine."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws

from components.scaling.resize.plan import NEVER, StepAlarm
from modelhost.spec.ladder import Ladder

UP, DOWN = "up", "down"
STEPS = {UP: 1, DOWN: -1}
MISSING = "missing"
"""An instance that does not report is neither idle nor full, so the alarm keeps its state."""


class SizeLadderArgs(TypedDict):
    """What a ladder needs."""

    spec: Ladder
    """Metric, thresholds and periods."""
    size: str
    """Size at creation, whose thresholds the alarms begin with."""
    endpoint_name: str
    """Name of the endpoint, which begins the names of its alarms."""
    dimensions: Mapping[str, str]
    """Dimensions of the metric, with the names in the cloud."""
    machine_arn: pulumi.Input[str]
    """The machine."""
    role_arn: pulumi.Input[str]
    """Role that may start it."""


class SizeLadder(pulumi.ComponentResource):
    """Two alarms with room between them, so that what brought a size up does not bring it down again."""

    alarm_names: pulumi.Output[list[str]]
    """Names of the alarms."""

    def __init__(self, name: str, args: SizeLadderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = Ladder.model_validate(args["spec"])
        super().__init__("modelhost:index:SizeLadder", name, {"spec": spec.plain()}, opts)
        child = pulumi.ResourceOptions(parent=self)

        names = []
        for way, by in STEPS.items():
            alarm = aws.cloudwatch.MetricAlarm(
                f"{name}-{way}",
                **_arguments(spec, way, args),
                # The machine fits the threshold to each size that it brings; setting it back would undo that.
                opts=pulumi.ResourceOptions(parent=self, ignore_changes=["threshold"]),
            )
            rule = aws.cloudwatch.EventRule(
                f"{name}-{way}-rule",
                description=f"The alarm to step {way} went off",
                event_pattern=alarm.arn.apply(lambda arn: json.dumps(pattern(arn))),
                opts=child,
            )
            aws.cloudwatch.EventTarget(
                f"{name}-{way}-target",
                rule=rule.name,
                arn=args["machine_arn"],
                role_arn=args["role_arn"],
                input=json.dumps({"action": "step", "by": by, "alarm": alarm_name(args["endpoint_name"], way)}),
                opts=child,
            )
            names.append(alarm.name)

        self.alarm_names = pulumi.Output.all(*names)
        self.register_outputs({"alarm_names": self.alarm_names})


def alarm_name(endpoint_name: str, way: str) -> str:
    """Return the name of the alarm that steps that way."""
    return f"{endpoint_name}-size-{way}"


def pattern(alarm_arn: str) -> dict[str, Any]:
    """Return the events that tell of one alarm going off."""
    return {
        "source": ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        "resources": [alarm_arn],
        "detail": {"state": {"value": ["ALARM"]}},
    }


def threshold(spec: Ladder, way: str, size: str) -> float:
    """Return the threshold at a size; one that is never crossed where the ladder ends."""
    rung = next((each for each in spec.rungs if each.size == size), None)
    if way == UP:
        return NEVER if rung is None or rung.up_above is None else rung.up_above
    return -NEVER if rung is None or rung.down_below is None else rung.down_below


def step_alarms(spec: Ladder, sizes: Sequence[str], name: str, dimensions: Mapping[str, str]) -> list[StepAlarm]:
    """Return the alarms of the endpoint *name* as the machine puts them, in the words of CloudWatch's API."""
    return [
        StepAlarm(
            {
                "AlarmName": alarm_name(name, way),
                "AlarmDescription": _description(way),
                "Namespace": spec.metric.namespace,
                "MetricName": spec.metric.metric_name,
                "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
                "Statistic": spec.metric.statistic.value,
                "ComparisonOperator": _comparison(way),
                "Period": spec.period_seconds,
                "EvaluationPeriods": _periods(spec, way),
                "DatapointsToAlarm": _periods(spec, way),
                "TreatMissingData": MISSING,
            },
            [threshold(spec, way, size) for size in sizes],
        )
        for way in STEPS
    ]


def _arguments(spec: Ladder, way: str, args: SizeLadderArgs) -> dict[str, Any]:
    """Return an alarm as Pulumi makes it; CloudWatch keeps its name when the machine puts it again."""
    return {
        "name": alarm_name(args["endpoint_name"], way),
        "alarm_description": _description(way),
        "namespace": spec.metric.namespace,
        "metric_name": spec.metric.metric_name,
        "dimensions": dict(args["dimensions"]),
        "statistic": spec.metric.statistic.value,
        "comparison_operator": _comparison(way),
        "threshold": threshold(spec, way, args["size"]),
        "period": spec.period_seconds,
        "evaluation_periods": _periods(spec, way),
        "datapoints_to_alarm": _periods(spec, way),
        "treat_missing_data": MISSING,
    }


def _description(way: str) -> str:
    return f"Brings the next {'larger' if way == UP else 'smaller'} size"


def _comparison(way: str) -> str:
    return "GreaterThanThreshold" if way == UP else "LessThanThreshold"


def _periods(spec: Ladder, way: str) -> int:
    return spec.up_periods if way == UP else spec.down_periods
