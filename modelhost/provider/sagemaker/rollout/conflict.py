"""What SageMaker would refuse of a deploymentConfig although each value by itself is fine."""

from collections.abc import Iterator, Mapping
from typing import Any

from modelhost.provider.resource import Failure
from modelhost.provider.sagemaker.rollout.deployment import LIMIT, POLICIES

PLACE = "deploymentConfig"
ROUTING = f"{PLACE}.blueGreenUpdatePolicy.trafficRoutingConfiguration"
SIZE_OF = {"CANARY": "canarySize", "LINEAR": "linearStepSize"}
PERCENT = {"canarySize": (1, 50), "linearStepSize": (10, 50), "maximumBatchSize": (5, 50)}
"""Least and most per cent that SageMaker moves at once."""


def conflicts(kind: str, deployment: Any) -> Iterator[Failure]:
    """Two policies, sizes that do not fit the type or its bounds, waits beyond the limit, a kind that cannot roll."""
    if not isinstance(deployment, Mapping):
        return
    given = [name for name in POLICIES if deployment.get(name) is not None]
    if len(given) > 1:
        yield Failure(PLACE, f"has {' and '.join(given)}; SageMaker takes one policy, leave the other out")
    if kind == "serverless" and "rollingUpdatePolicy" in given:
        yield Failure(f"{PLACE}.rollingUpdatePolicy", "is not for serverless endpoints; use blueGreenUpdatePolicy")
    yield from _blue_green(_map(deployment.get("blueGreenUpdatePolicy")))
    rolling = _map(deployment.get("rollingUpdatePolicy"))
    yield from _percent(rolling, "maximumBatchSize", f"{PLACE}.rollingUpdatePolicy")


def _blue_green(policy: Mapping[str, Any]) -> Iterator[Failure]:
    routing = _map(policy.get("trafficRoutingConfiguration"))
    kind = routing.get("type")
    for type_, size in SIZE_OF.items():
        if kind == type_ and routing.get(size) is None:
            yield Failure(f"{ROUTING}.{size}", f"is required by type {type_}")
        if isinstance(kind, str) and kind != type_ and routing.get(size) is not None:
            yield Failure(f"{ROUTING}.{size}", f"is only for type {type_}, the type is {kind}; leave it out")
        yield from _percent(routing, size, ROUTING)
    waits, limit = _waits_seconds(policy, routing), policy.get(LIMIT)
    if waits is not None and isinstance(limit, int) and waits >= limit:
        yield Failure(
            f"{PLACE}.blueGreenUpdatePolicy.{LIMIT}",
            f"is {limit}; the waits alone last {waits} s, so that SageMaker always rolls back; raise it",
        )


def _waits_seconds(policy: Mapping[str, Any], routing: Mapping[str, Any]) -> int | None:
    """The sum of all waits, as far as numbers are known."""
    wait, end = routing.get("waitIntervalInSeconds"), policy.get("terminationWaitInSeconds") or 0
    if not (isinstance(wait, int) and isinstance(end, int)):
        return None
    step = _map(routing.get("linearStepSize"))
    linear = step.get("type") == "CAPACITY_PERCENT" and isinstance(step.get("value"), int) and step["value"] > 0
    return wait * (-(-100 // step["value"]) if linear else 1) + end


def _percent(policy: Mapping[str, Any], name: str, place: str) -> Iterator[Failure]:
    size = _map(policy.get(name))
    low, high = PERCENT[name]
    value = size.get("value")
    if size.get("type") == "CAPACITY_PERCENT" and isinstance(value, int) and not low <= value <= high:
        yield Failure(f"{place}.{name}.value", f"is {value} per cent; SageMaker takes {low} to {high}")


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
