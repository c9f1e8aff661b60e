"""What SageMaker refuses of a deployment configuration, given the variants that it is to replace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelhost.sandbox.cloud.call import validation
from modelhost.sandbox.cloud.sagemaker.deployment import (
    ALL_AT_ONCE,
    BLUE_GREEN,
    CANARY,
    FULL_PERCENT,
    LINEAR,
    ROLLING,
    TRAFFIC,
    waiting_seconds,
)
from modelhost.sandbox.cloud.sagemaker.variant import Variant

BOTH = "Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy can be specified in DeploymentConfig."
NEEDS = "{field} is required when traffic routing type is {kind}."
FOREIGN = "{field} cannot be specified when traffic routing type is {kind}."
OUTSIDE = "{field} must be between {low}% and {high}% of the variant's total instance count, which is {count}."
SHORT = (
    "MaximumExecutionTimeoutInSeconds ({timeout}) must be greater than the sum of the wait intervals and the "
    "termination wait of the deployment, which is {waits} seconds."
)
NO_ROLLING = "RollingUpdatePolicy is not supported for {what}."
OTHER_NAMES = (
    "DeploymentConfig requires that the new endpoint configuration has the same variant names as the old one: "
    "expected {old}, found {new}."
)
SIZES = {CANARY: ("CanarySize", 1, 50), LINEAR: ("LinearStepSize", 10, 50)}
LOWEST_BATCH_PERCENT, HIGHEST_BATCH_PERCENT = 5, 50


def refuse(deployment: dict[str, Any], old: Sequence[Variant], new: Sequence[Variant]) -> None:
    """Refuse policies that contradict themselves, the variants, or the time that they allow."""
    if BLUE_GREEN in deployment and ROLLING in deployment:
        raise validation(BOTH)
    policy = deployment.get(BLUE_GREEN) or deployment.get(ROLLING)
    if policy is None:
        return
    if ROLLING in deployment or policy[TRAFFIC]["Type"] != ALL_AT_ONCE:
        _refuse_names(old, new)
    counts = [variant.desired for variant in new if variant.serverless is None]
    if ROLLING in deployment:
        _refuse_rolling(policy, new, counts)
    else:
        _refuse_routing(policy[TRAFFIC], counts)
    _refuse_timeout(policy, deployment, max(counts, default=1))


def _refuse_names(old: Sequence[Variant], new: Sequence[Variant]) -> None:
    names = [sorted(variant.name for variant in side if not variant.shadow) for side in (old, new)]
    if old and names[0] != names[1]:
        raise validation(OTHER_NAMES.format(old=names[0], new=names[1]))


def _refuse_routing(routing: dict[str, Any], counts: list[int]) -> None:
    kind = routing["Type"]
    for owner, (field, low, high) in SIZES.items():
        if field in routing and owner != kind:
            raise validation(FOREIGN.format(field=field, kind=kind))
        if field not in routing and owner == kind:
            raise validation(NEEDS.format(field=field, kind=kind))
        if owner == kind and kind != ALL_AT_ONCE:
            _refuse_size(field, routing[field], low, high, counts)


def _refuse_rolling(policy: dict[str, Any], new: Sequence[Variant], counts: list[int]) -> None:
    if any(variant.serverless is not None for variant in new):
        raise validation(NO_ROLLING.format(what="serverless endpoints"))
    if len(new) > 1:
        raise validation(NO_ROLLING.format(what="endpoints with multiple variants"))
    _refuse_size("MaximumBatchSize", policy["MaximumBatchSize"], LOWEST_BATCH_PERCENT, HIGHEST_BATCH_PERCENT, counts)


def _refuse_size(field: str, size: dict[str, Any], low: int, high: int, counts: list[int]) -> None:
    value = int(size["Value"])
    for count in counts:
        percent = value if size["Type"] == "CAPACITY_PERCENT" else value * FULL_PERCENT / max(1, count)
        if not low <= percent <= high:
            raise validation(OUTSIDE.format(field=field, low=low, high=high, count=count))


def _refuse_timeout(policy: dict[str, Any], deployment: dict[str, Any], instances: int) -> None:
    timeout = policy.get("MaximumExecutionTimeoutInSeconds")
    waits = waiting_seconds(deployment, instances)
    if timeout is not None and waits >= timeout:
        raise validation(SHORT.format(timeout=timeout, waits=waits))
