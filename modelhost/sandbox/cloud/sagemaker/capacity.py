"""How many machines of a type are to be had, and which pool a variant's instances come from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker.variant import Variant

SHELF = "machine-capacity"
ANYWHERE = ""
PLENTY = 1_000_000


def limit(cloud: Cloud, machine: str, instances: int | None) -> dict[str, int]:
    """Say how many more instances of a type a launch may get; None for any number."""
    shelf = cloud.shelf(SHELF)
    if instances is None:
        shelf.pop((ANYWHERE, machine), None)
    else:
        shelf[ANYWHERE, machine] = max(0, instances)
    return limits(cloud)


def limits(cloud: Cloud) -> dict[str, int]:
    """List the types of which there are not enough."""
    return {machine: int(instances) for (_, machine), instances in cloud.shelf(SHELF).items()}


def launchable(cloud: Cloud, machine: str) -> int:
    """Say how many more instances of a type are to be had."""
    return limits(cloud).get(machine, PLENTY)


def allocated(cloud: Cloud, variant: Variant, live: Variant | None, batch: int | None = None) -> Variant | None:
    """Give a variant its instances, from the pool of the highest priority that has them; None for too few.

    A fleet that is replaced in batches needs machines for one batch at a time only.
    """
    if variant.serverless is not None or not variant.types:
        return variant.settled()
    held = _held(variant, live)
    shrinks = sum(held.values()) > variant.desired
    taken = _released(held, variant) if shrinks else _launched(cloud, held, variant, batch)
    if sum(taken.values()) < variant.desired:
        return None
    return replace(variant.settled(), pools=taken if "InstancePools" in variant.spec else {})


def _held(variant: Variant, live: Variant | None) -> dict[str, int]:
    if live is None or live.types != variant.types:
        return dict.fromkeys(variant.types, 0)
    single = {variant.types[0]: live.current}
    return {name: (live.pools or single).get(name, 0) for name in variant.types}


def _launched(cloud: Cloud, held: dict[str, int], variant: Variant, batch: int | None) -> dict[str, int]:
    taken = dict(held)
    for name in variant.types:
        missing = variant.desired - sum(taken.values())
        enough = batch is not None and launchable(cloud, name) >= batch
        taken[name] += missing if enough else min(missing, launchable(cloud, name))
    return taken


def _released(held: dict[str, int], variant: Variant) -> dict[str, int]:
    kept = dict(held)
    for name in reversed(variant.types):
        surplus = sum(kept.values()) - variant.desired
        kept[name] -= min(surplus, kept[name])
    return kept


def shown(cloud: Cloud, asked: dict[str, Any] | None = None) -> dict[str, int]:
    """Serve the control plane: set a limit if one is asked for, and list them."""
    if asked is None:
        return limits(cloud)
    instances = asked.get("instances")
    return limit(cloud, str(asked["machine"]), None if instances is None else int(instances))
