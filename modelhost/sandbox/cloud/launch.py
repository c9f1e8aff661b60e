"""What EventBridge and its Scheduler do when the moment has come: assume the role and call the target."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from botocore.exceptions import ClientError

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.trust import role
from modelhost.sandbox.cloud.workflow.permission import refusal
from modelhost.sandbox.cloud.workflow.sdk_task import called

SHELF = "launch"
SESSION = "launch"
UNTRUSTED = "the role {role} does not let {principal} assume it"
UNKNOWN_TARGET = "the sandbox starts no target such as {arn}"


@dataclass(frozen=True)
class Operation:
    """An operation of AWS in the words of its SDK, such as sfn and startExecution."""

    service: str
    action: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Launch:
    """One start of a target: by which service, for which rule or schedule, as whom, and what is asked of it."""

    principal: str
    source: str
    trusted_as: str
    role: str
    target: str
    operation: Operation | None


def launch(cloud: Cloud, region: str, one: Launch) -> dict[str, Any]:
    """Call the target and note what became of it; the caller must not hold the cloud's lock, which the call needs."""
    try:
        answer, reason = _called(cloud, region, one), ""
    except (ClientError, PermissionError, ValueError) as error:
        answer, reason = {}, str(error)
    noted = {key: value for key, value in asdict(one).items() if key in ("source", "target")}
    noted |= {"started": not reason, "reason": reason, "execution": answer.get("ExecutionArn", "")}
    with cloud.lock:
        shelf = cloud.shelf(SHELF)
        shelf[region, str(len(shelf))] = noted
    return noted


def templated(target: str, given: str) -> Operation | None:
    """Return what a target that is named by its own ARN is asked to do; None for one that the sandbox has not."""
    if ":states:" in target:
        return Operation("sfn", "startExecution", {"StateMachineArn": target, "Input": given})
    if ":sns:" in target:
        return Operation("sns", "publish", {"TopicArn": target, "Message": given})
    return None


def universal(service: str, action: str, given: str) -> Operation:
    """Return the operation that a universal target names, with the input as its parameters."""
    return Operation(service, action, dict(json.loads(given or "{}")))


def _called(cloud: Cloud, region: str, one: Launch) -> dict[str, Any]:
    operation = one.operation
    if operation is None:
        raise ValueError(UNKNOWN_TARGET.format(arn=one.target))
    with cloud.lock:
        if not role.assumable(one.role, one.principal, one.trusted_as):
            raise PermissionError(UNTRUSTED.format(role=one.role, principal=one.principal))
        denied = refusal(one.role, SESSION, region, operation.service, operation.action, operation.params)
    if denied:
        raise PermissionError(denied)
    return called(cloud, region, operation.service, operation.action, operation.params)
