"""How an inference component's rolling update is bounded, and what SageMaker refuses of it."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import validation

SMALLEST_PERCENT, LARGEST_PERCENT = 5, 50
BATCH = "MaximumBatchSize must be between 5% and 50% of the copy count of the inference component, which is {copies}."
SHORT = (
    "MaximumExecutionTimeoutInSeconds ({timeout}) must exceed the time that all batches wait ({waits} seconds: "
    "{batches} batches of {wait} seconds)."
)
FULL_PERCENT = 100


def batch_of(deployment: dict[str, Any], copies: int) -> int:
    """Say how many new copies run beside the old ones at a time: all of them without a policy."""
    policy = deployment.get("RollingUpdatePolicy")
    if policy is None:
        return copies
    size = policy["MaximumBatchSize"]
    if size["Type"] == "CAPACITY_PERCENT":
        return min(copies, max(1, copies * int(size["Value"]) // FULL_PERCENT))
    return min(copies, int(size["Value"]))


def refuse(deployment: dict[str, Any], copies: int) -> None:
    """Refuse a batch that is too small or too large, and a timeout that the waits alone exceed."""
    policy = deployment.get("RollingUpdatePolicy")
    if policy is None:
        return
    batch = policy["MaximumBatchSize"]
    if not _allowed(batch, copies):
        raise validation(BATCH.format(copies=copies))
    _refuse_timeout(policy, _batches(batch, copies))


def _allowed(batch: dict[str, Any], copies: int) -> bool:
    if batch["Type"] == "CAPACITY_PERCENT":
        return SMALLEST_PERCENT <= int(batch["Value"]) <= LARGEST_PERCENT
    return 1 <= int(batch["Value"]) <= max(1, copies // 2)


def _batches(batch: dict[str, Any], copies: int) -> int:
    if batch["Type"] == "CAPACITY_PERCENT":
        return -(-FULL_PERCENT // int(batch["Value"]))
    return max(1, -(-copies // int(batch["Value"])))


def _refuse_timeout(policy: dict[str, Any], batches: int) -> None:
    timeout, wait = policy.get("MaximumExecutionTimeoutInSeconds"), int(policy["WaitIntervalInSeconds"])
    if timeout is not None and batches * wait >= timeout:
        raise validation(SHORT.format(timeout=timeout, waits=batches * wait, batches=batches, wait=wait))
