"""What a schedule's target ARN asks for: an operation of any service, or a service's own template."""

from __future__ import annotations

import re
from dataclasses import dataclass

from modelhost.sandbox.cloud.call import validation
from modelhost.sandbox.cloud.workflow.sdk_name import botocore_name, known, operation_name

UNIVERSAL = re.compile(r"arn:aws[\w-]*:scheduler:::aws-sdk:([\w-]+):(\w+)")
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
    service, action = botocore_name(match[1]), match[2]
    name = operation_name(action)
    if action[0].isupper() or action.startswith(READ_ONLY) or not known(service, name):
        raise validation(f"{arn} is not a supported API for universal targets")
    return Operation(service, name)
