"""What a schedule's target ARN asks for: an operation of any service, or a service's own template."""

from __future__ import annotations

import re
from dataclasses import dataclass

from modelhost.provider.validate import operation_model
from modelhost.sandbox.cloud.call import validation

UNIVERSAL = re.compile(r"arn:aws[\w-]*:scheduler:::aws-sdk:([\w-]+):(\w+)")
SDK_NAMES = {
    "applicationautoscaling": "application-autoscaling",
    "cloudwatchlogs": "logs",
    "eventbridge": "events",
    "sfn": "stepfunctions",
}
"""Where the SDK, whose names the ARNs use, calls a service otherwise than botocore."""
READ_ONLY = ("get", "describe", "list", "poll", "receive", "search", "scan", "query", "select", "read", "lookup")


@dataclass(frozen=True)
class Operation:
    """One operation of a service, in botocore's words."""

    service: str
    name: str


def universal_operation(arn: str) -> Operation | None:
    """Return the operation that a universal target names, None for a templated one; refuse what AWS lacks."""
    match = UNIVERSAL.fullmatch(arn)
    if match is None:
        return None
    service, action = SDK_NAMES.get(match[1], match[1]), match[2]
    name = action[0].upper() + action[1:]
    if action[0].isupper() or action.startswith(READ_ONLY) or not known(service, name):
        raise validation(f"{arn} is not a supported API for universal targets")
    return Operation(service, name)


def known(service: str, operation: str) -> bool:
    """Tell whether AWS has the operation."""
    from botocore.exceptions import UnknownServiceError
    from botocore.model import OperationNotFoundError

    try:
        operation_model(service, operation)
    except (OperationNotFoundError, UnknownServiceError):
        return False
    return True
