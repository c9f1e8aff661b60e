"""Variants: what the requests of an endpoint are shared among, and an update that is moving them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from modelhost.operate.standing.fact import Fact


class VariantFact(Fact):
    """One variant as it serves."""

    name: str
    machine: str | None
    """Machine type, or several in order of preference; none when serverless."""
    current_count: int | None
    """Instances that serve now, or provisioned concurrency."""
    desired_count: int | None
    """Instances that SageMaker works towards."""
    weight: float | None
    """Its share of the requests, relative to the others."""
    shadow: bool = False
    """Whether it gets copies of requests and its answers are dropped."""


class RolloutFact(Fact):
    """An update in flight."""

    configuration: str | None
    """What it goes to."""
    stages: tuple[str, ...]
    """What is happening, in SageMaker's words."""
    started: datetime | None


def variant_facts(live: Mapping[str, Any], configuration: Mapping[str, Any]) -> tuple[VariantFact, ...]:
    """Return the variants of an endpoint, the shadows last."""
    return (
        *_facts(live, configuration, "ProductionVariants", shadow=False),
        *_facts(live, configuration, "ShadowProductionVariants", shadow=True),
    )


def _facts(live: Mapping[str, Any], configuration: Mapping[str, Any], key: str, shadow: bool) -> Iterator[VariantFact]:
    configured = {each["VariantName"]: each for each in configuration.get(key) or []}
    for variant in live.get(key) or []:
        yield VariantFact(
            name=variant["VariantName"],
            machine=machine(configured.get(variant["VariantName"], {})),
            current_count=_count(variant, "Current"),
            desired_count=_count(variant, "Desired"),
            weight=variant.get("CurrentWeight"),
            shadow=shadow,
        )


def machine(configured: Mapping[str, Any]) -> str | None:
    """Return the machine type of a variant; those of its pools are in the order of their priority."""
    pools = sorted(configured.get("InstancePools") or [], key=lambda pool: pool["Priority"])
    return ", ".join(pool["InstanceType"] for pool in pools) or configured.get("InstanceType")


def _count(variant: Mapping[str, Any], word: str) -> int | None:
    serverless = variant.get(f"{word}ServerlessConfig") or {}
    count = variant.get(f"{word}InstanceCount", serverless.get("ProvisionedConcurrency"))
    return None if count is None else int(count)


def rollout_fact(live: Mapping[str, Any]) -> RolloutFact | None:
    """Return the update that SageMaker is at, if there is one."""
    pending = live.get("PendingDeploymentSummary")
    if not pending:
        return None
    variants = pending.get("ProductionVariants") or []
    stages = [status for variant in variants for status in variant.get("VariantStatus") or []]
    return RolloutFact(
        configuration=pending.get("EndpointConfigName"),
        stages=tuple(dict.fromkeys(_stage(each) for each in stages)),
        started=pending.get("StartTime"),
    )


def _stage(status: Mapping[str, Any]) -> str:
    said = status.get("StatusMessage")
    return f"{status['Status']} ({said})" if said else str(status["Status"])
