"""What a schedule's target ARN asks for: an operation of any service, or a service's own template."""

from __future__ import annotations

import re

from modelhost.sandbox.cloud.call import validation
from modelhost.sandbox.cloud.launch import Operation, templated, universal
from modelhost.sandbox.cloud.workflow.sdk_name import botocore_name, known, operation_name

UNIVERSAL = re.compile(r"arn:aws[\w-]*:scheduler:::aws-sdk:([\w-]+):(\w+)")
READ_ONLY = ("get", "describe", "list", "poll", "receive", "search", "scan", "query", "select", "read", "lookup")
NOT_SUPPORTED = "{arn} is not a supported API for universal targets"


def refuse_unknown(arn: str) -> None:
    """Refuse a universal target that AWS has not: no such operation, or one that only reads."""
    match = UNIVERSAL.fullmatch(arn)
    if match is None:
        return
    service, action = match.groups()
    reads = action.startswith(READ_ONLY) or action[0].isupper()
    if reads or not known(botocore_name(service), operation_name(action)):
        raise validation(NOT_SUPPORTED.format(arn=arn))


def operation_of(arn: str, given: str) -> Operation | None:
    """Return what a target is asked to do; None for one that the sandbox does not start."""
    match = UNIVERSAL.fullmatch(arn)
    return universal(match[1], match[2], given) if match else templated(arn, given)
