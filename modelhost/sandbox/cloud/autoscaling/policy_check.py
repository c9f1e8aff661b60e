"""What Application Auto Scaling refuses of a policy's configuration."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import inf
from typing import Any

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.call import validation

TRACKING, STEP = "TargetTrackingScaling", "StepScaling"
CONFIGURATIONS = {TRACKING: "TargetTrackingScalingPolicyConfiguration", STEP: "StepScalingPolicyConfiguration"}
METRICS = {
    bounds.VARIANT_DIMENSION: {
        "SageMakerVariantInvocationsPerInstance",
        "SageMakerVariantConcurrentRequestsPerModelHighResolution",
    },
    bounds.COPIES: {
        "SageMakerInferenceComponentInvocationsPerCopy",
        "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution",
    },
    bounds.CONCURRENCY: {"SageMakerVariantProvisionedConcurrencyUtilization"},
}
PREDEFINED, CUSTOMIZED = "PredefinedMetricSpecification", "CustomizedMetricSpecification"
LOWER, UPPER = "MetricIntervalLowerBound", "MetricIntervalUpperBound"
PERCENT = "PercentChangeInCapacity"
Configuration = dict[str, Any]


def configuration(fields: dict[str, Any], dimension: str) -> None:
    """Refuse a policy whose configuration is missing, or is none that its type could follow."""
    kind = fields["PolicyType"]
    if kind not in CONFIGURATIONS:
        raise validation(f"Policy type {kind} is not supported for service namespace sagemaker")
    if CONFIGURATIONS[kind] not in fields:
        raise validation(f"{CONFIGURATIONS[kind]} is required for policy type {kind}")
    given = fields[CONFIGURATIONS[kind]]
    if kind == STEP:
        _steps(given)
    else:
        _tracking(given, dimension)


def predefined_metric(fields: dict[str, Any]) -> str | None:
    """Say which predefined metric a policy tracks, if any."""
    given: Configuration = fields.get(CONFIGURATIONS[TRACKING]) or {}
    specification: dict[str, str] = given.get(PREDEFINED, {})
    return specification.get("PredefinedMetricType")


def _tracking(given: Configuration, dimension: str) -> None:
    if (PREDEFINED in given) == (CUSTOMIZED in given):
        raise validation(f"Exactly one of {PREDEFINED} and {CUSTOMIZED} must be specified")
    if given["TargetValue"] <= 0:
        raise validation("TargetValue must be greater than 0")
    metric = given.get(PREDEFINED, {}).get("PredefinedMetricType")
    if metric is not None and metric not in METRICS[dimension]:
        raise validation(f"Predefined metric type {metric} is not valid for scalable dimension {dimension}")


STEP_RULES: tuple[tuple[Callable[[Configuration], bool], str], ...] = (
    (lambda given: "AdjustmentType" not in given, "AdjustmentType is required for a step scaling policy"),
    (lambda given: not given.get("StepAdjustments"), "A step scaling policy needs at least one step adjustment"),
    (
        lambda given: "MinAdjustmentMagnitude" in given and given["AdjustmentType"] != PERCENT,
        f"MinAdjustmentMagnitude can only be specified when AdjustmentType is {PERCENT}",
    ),
    (
        lambda given: any(LOWER not in step and UPPER not in step for step in given["StepAdjustments"]),
        "A step adjustment must have a lower bound or an upper bound",
    ),
    (
        lambda given: any(_high(step) <= _low(step) for step in given["StepAdjustments"]),
        "The upper bound of a step adjustment must be greater than its lower bound",
    ),
    (
        lambda given: any(_high(one) > _low(other) for one, other in _neighbours(given)),
        "Step adjustment intervals must not overlap",
    ),
    (
        lambda given: any(_high(one) < _low(other) for one, other in _neighbours(given)),
        "Step adjustment intervals must not have a gap between them",
    ),
)


def _steps(given: Configuration) -> None:
    for refuses, message in STEP_RULES:
        if refuses(given):
            raise validation(message)


def _low(step: Configuration) -> float:
    return float(step.get(LOWER, -inf))


def _high(step: Configuration) -> float:
    return float(step.get(UPPER, inf))


def _neighbours(given: Configuration) -> list[tuple[Configuration, Configuration]]:
    return list(pairwise(sorted(given["StepAdjustments"], key=_low)))
