"""The pair of CloudWatch alarms that a target-tracking policy makes for itself."""

from __future__ import annotations

import uuid
from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call
from modelhost.sandbox.cloud.record import Record

METRIC_NAMES = {
    "SageMakerVariantInvocationsPerInstance": ("InvocationsPerInstance", "Sum", 60),
    "SageMakerVariantConcurrentRequestsPerModelHighResolution": ("ConcurrentRequestsPerModel", "Maximum", 10),
    "SageMakerInferenceComponentInvocationsPerCopy": ("InvocationsPerCopy", "Sum", 60),
    "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution": (
        "ConcurrentRequestsPerCopy",
        "Maximum",
        10,
    ),
    "SageMakerVariantProvisionedConcurrencyUtilization": (
        "ServerlessProvisionedConcurrencyUtilization",
        "Maximum",
        60,
    ),
}
HIGH_PERIODS = 3
LOW_SECONDS = 900
LOW_FRACTION = 0.9
DESCRIPTION = "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {arn}."


def alarms_of(call: Call, policy_arn: str, fields: dict[str, Any], now: float) -> list[Record]:
    """Make the alarm that scales out and the one that scales in."""
    configuration = fields["TargetTrackingScalingPolicyConfiguration"]
    target = float(configuration["TargetValue"])
    metric = _metric(call, configuration)
    period = int(metric.get("Period", 60))
    sides = [("AlarmHigh", "GreaterThanThreshold", target, HIGH_PERIODS)]
    if not configuration.get("DisableScaleIn"):
        sides.append(("AlarmLow", "LessThanThreshold", target * LOW_FRACTION, LOW_SECONDS // period))
    return [_alarm(call, policy_arn, side, {**metric, **_threshold(side)}, now) for side in sides]


def _threshold(side: tuple[str, str, float, int]) -> dict[str, Any]:
    _, operator, threshold, periods = side
    return {"ComparisonOperator": operator, "Threshold": threshold, "EvaluationPeriods": periods}


def _alarm(
    call: Call, policy_arn: str, side: tuple[str, str, float, int], metric: dict[str, Any], now: float
) -> Record:
    name = f"TargetTracking-{call.params['ResourceId']}-{side[0]}-{uuid.uuid4()}"
    fields = {
        **metric,
        "ActionsEnabled": True,
        "AlarmActions": [policy_arn],
        "OKActions": [],
        "InsufficientDataActions": [],
        "AlarmDescription": DESCRIPTION.format(arn=policy_arn),
        "StateValue": "INSUFFICIENT_DATA",
    }
    return Record(name, f"arn:aws:cloudwatch:{call.region}:{ACCOUNT_ID}:alarm:{name}", fields, now)


def _metric(call: Call, configuration: dict[str, Any]) -> dict[str, Any]:
    custom: dict[str, Any] = configuration.get("CustomizedMetricSpecification", {})
    if custom.get("MetricName"):
        names = ("MetricName", "Namespace", "Dimensions", "Statistic", "Unit")
        return {"Period": 60, **{name: custom[name] for name in names if name in custom}}
    if custom:
        return {"Metrics": custom["Metrics"]}
    kind = configuration["PredefinedMetricSpecification"]["PredefinedMetricType"]
    name, statistic, period = METRIC_NAMES[kind]
    return {
        "MetricName": name,
        "Namespace": "AWS/SageMaker",
        "Dimensions": _dimensions(call.params["ResourceId"].split("/")),
        "Statistic": statistic,
        "Period": period,
    }


def _dimensions(resource: list[str]) -> list[dict[str, str]]:
    if resource[0] == "inference-component":
        return [{"Name": "InferenceComponentName", "Value": resource[1]}]
    return [{"Name": "EndpointName", "Value": resource[1]}, {"Name": "VariantName", "Value": resource[3]}]
