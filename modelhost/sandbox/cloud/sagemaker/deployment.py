"""How a deployment goes on: provisioning, traffic in steps, a pause after each, and the old fleet's end."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

CREATING, ACTIVATING, BAKING, DELETING = "Creating", "ActivatingTraffic", "Baking", "Deleting"
BLUE_GREEN, ROLLING, TRAFFIC = "BlueGreenUpdatePolicy", "RollingUpdatePolicy", "TrafficRoutingConfiguration"
ALL_AT_ONCE, CANARY, LINEAR = "ALL_AT_ONCE", "CANARY", "LINEAR"
FULL_PERCENT = 100
PROVISIONING_SHARE, ACTIVATION_SHARE = 0.4, 0.25
BAKED = "Baking for {seconds} seconds ({setting}) with traffic enabled on {what} of {instances} instance(s)."


@dataclass(frozen=True)
class Phase:
    """What a deployment does, and with how many of the new instances taking traffic."""

    status: str
    instances: int
    message: str = ""


def steps_of(deployment: dict[str, Any], instances: int) -> list[int]:
    """Say how many new instances take traffic after each step, ending with all."""
    if ROLLING in deployment:
        return _evenly(_size(deployment[ROLLING]["MaximumBatchSize"], instances), instances)
    routing = deployment.get(BLUE_GREEN, {}).get(TRAFFIC, {})
    if routing.get("Type") == CANARY:
        return [_size(routing["CanarySize"], instances), instances]
    if routing.get("Type") == LINEAR:
        return _evenly(_size(routing["LinearStepSize"], instances), instances)
    return [instances]


def _evenly(step: int, instances: int) -> list[int]:
    return [min(instances, step * index) for index in range(1, ceil(instances / step) + 1)] or [instances]


def _size(size: dict[str, Any], instances: int) -> int:
    if size["Type"] == "CAPACITY_PERCENT":
        return max(1, ceil(instances * int(size["Value"]) / FULL_PERCENT))
    return int(size["Value"])


def phase_at(deployment: dict[str, Any], instances: int, fraction: float) -> Phase:
    """Say what a deployment does when a fraction of its time is over."""
    if fraction < PROVISIONING_SHARE:
        return Phase(CREATING, 0)
    steps = steps_of(deployment, max(1, instances))
    place = (min(fraction, 0.999999) - PROVISIONING_SHARE) / (1 - PROVISIONING_SHARE) * len(steps)
    index = int(place)
    if place - index < ACTIVATION_SHARE:
        return Phase(ACTIVATING, steps[index - 1] if index else 0)
    return Phase(BAKING, steps[index], _message(deployment, steps, index))


def _message(deployment: dict[str, Any], steps: list[int], index: int) -> str:
    last = index == len(steps) - 1
    if ROLLING in deployment:
        seconds, setting = deployment[ROLLING]["WaitIntervalInSeconds"], "WaitIntervalInSeconds"
    elif last:
        seconds, setting = deployment.get(BLUE_GREEN, {}).get("TerminationWaitInSeconds", 0), "TerminationWaitInSeconds"
    else:
        seconds, setting = deployment[BLUE_GREEN][TRAFFIC]["WaitIntervalInSeconds"], "WaitIntervalInSeconds"
    what = "full capacity" if last else "partial capacity"
    if not last and deployment.get(BLUE_GREEN, {}).get(TRAFFIC, {}).get("Type") == CANARY:
        what = "canary capacity"
    return BAKED.format(seconds=seconds, setting=setting, what=what, instances=steps[index])


def waiting_seconds(deployment: dict[str, Any], instances: int) -> int:
    """Add up what a deployment waits by itself: between its steps, and before the old fleet ends."""
    steps = len(steps_of(deployment, max(1, instances)))
    if ROLLING in deployment:
        return steps * int(deployment[ROLLING]["WaitIntervalInSeconds"])
    policy = deployment.get(BLUE_GREEN, {})
    between = (steps - 1) * int(policy.get(TRAFFIC, {}).get("WaitIntervalInSeconds", 0))
    return between + int(policy.get("TerminationWaitInSeconds", 0))
