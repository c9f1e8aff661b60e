"""Provisioned concurrency of serverless variants that an update lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.record import Record

KEY = "ProvisionedConcurrency"


def raise_concurrency(cloud: Cloud, record: Record) -> list[str]:
    """Bring it back, up to the ceiling of what is live now; return what was done."""
    if not record.concurrency:
        return []
    client = cloud.client("sagemaker")
    variants = client.describe_endpoint(EndpointName=record.endpoint)["ProductionVariants"]
    live = {each["VariantName"]: each.get("DesiredServerlessConfig") for each in variants}
    short = fallen(record.concurrency, live)
    if short:
        wanted = [{"VariantName": name, "ServerlessUpdateConfig": {KEY: count}} for name, count in short.items()]
        client.update_endpoint_weights_and_capacities(EndpointName=record.endpoint, DesiredWeightsAndCapacities=wanted)
    return [f"provisioned concurrency of {name} raised to {count}" for name, count in short.items()]


def fallen(before: Mapping[str, int], live: Mapping[str, Mapping[str, Any] | None]) -> dict[str, int]:
    """Return what to set so that no variant has less than *before*."""
    configs = {name: config for name, config in live.items() if config}
    floor = {name: min(n, configs[name]["MaxConcurrency"]) for name, n in before.items() if name in configs}
    return {name: n for name, n in floor.items() if configs[name].get(KEY, 0) < n}
