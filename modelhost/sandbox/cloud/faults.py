"""Faults on demand: what the next calls of an operation are answered with instead of being done."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from threading import Lock
from typing import Any

from modelhost.sandbox.cloud.call import Call, RefusalError

DEFERRED = frozenset({"rollback", "fail"})
KINDS = frozenset({"error", "throttle", "server_error", "capacity", "quota", "slow"}) | DEFERRED
NO_CAPACITY = (
    "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. "
    "Please retry using a different ML instance type or after some time."
)
THROTTLE_CODES = {"ec2": "RequestLimitExceeded", "s3": "SlowDown", "iam": "Throttling", "sns": "Throttled"}


@dataclass(frozen=True)
class Fault:
    """One fault to inject, and how many calls it still meets."""

    service: str
    operation: str
    kind: str = "error"
    count: int = 1
    error: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    reason: str = ""
    match: dict[str, Any] = field(default_factory=dict)

    def meets(self, call: Call) -> bool:
        """Tell whether a call is one this fault waits for."""
        named = self.service in ("*", call.service) and self.operation in ("*", call.operation)
        return named and all(call.params.get(name) == value for name, value in self.match.items())


class FaultPlan:
    """The faults still to come, in the order they were asked for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = Lock()

    def add(self, request: dict[str, Any]) -> Fault:
        """Plan a fault from a control-plane request."""
        fault = Fault(**request)
        if fault.kind not in KINDS:
            raise ValueError(f"'{fault.kind}' is not a kind of fault; use one of {', '.join(sorted(KINDS))}")
        with self._lock:
            self._faults.append(fault)
        return fault

    def take(self, call: Call) -> Fault | None:
        """Use up one occurrence of the first fault that the call meets."""
        with self._lock:
            for index, fault in enumerate(self._faults):
                if fault.meets(call):
                    self._faults[index : index + 1] = [replace(fault, count=fault.count - 1)] if fault.count > 1 else []
                    return fault
        return None

    def entries(self) -> list[dict[str, Any]]:
        """List the faults still to come."""
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def clear(self) -> None:
        """Drop every fault."""
        with self._lock:
            self._faults.clear()


def refusal_of(fault: Fault, call: Call) -> RefusalError | None:
    """Say what a fault answers at once; None when it only changes what happens later."""
    if fault.kind == "error":
        error = fault.error
        return RefusalError(
            error.get("code", "InternalFailure"), error.get("message", "injected"), error.get("status", 400)
        )
    if fault.kind == "throttle":
        return RefusalError(THROTTLE_CODES.get(call.service, "ThrottlingException"), "Rate exceeded", 400)
    if fault.kind == "server_error":
        return RefusalError("InternalFailure", "The request processing has failed because of an unknown error.", 500)
    if fault.kind == "quota":
        return RefusalError("ResourceLimitExceeded", fault.reason or quota_message(call), 400)
    if fault.kind == "capacity" and call.service != "sagemaker":
        return RefusalError("InsufficientInstanceCapacity", fault.reason or NO_CAPACITY, 500)
    return None


def quota_message(call: Call) -> str:
    """Word an exceeded quota as AWS does."""
    return (
        f"The account-level service limit for {call.service}:{call.operation} is 0, with current utilization of 0 "
        "and a request delta of 1. Please use AWS Service Quotas to request an increase for this quota."
    )
