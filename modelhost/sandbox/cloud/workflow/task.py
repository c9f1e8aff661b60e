"""Tasks of a definition: that what they call exists, and takes the parameters that they give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from modelhost.provider.validate import operation_model
from modelhost.sandbox.cloud.workflow import sdk_name
from modelhost.sandbox.cloud.workflow.diagnostic import Diagnostic

OPTIMIZED = re.compile(r"arn:aws[\w-]*:(states:::(?!aws-sdk:)[\w-]+:\w.*|lambda:.+|states:[\w-]+:\d{12}:activity:.+)")
"""Integrations of a service's own, functions and activities."""
SDK = re.compile(r"arn:aws[\w-]*:states:::aws-sdk:(\w+):(\w+)(\.waitForTaskToken)?")
OTHERS = ("arn:aws:states:::sns:publish",)
UNKNOWN = (
    "The resource provided {arn} is not recognized. The value is not a valid resource ARN, or the resource is not "
    "available in this region."
)
FIELD = "The field '{name}' is not supported by Step Functions"
REQUIRED = "The field '{name}' is required but was missing"
FAILED = "SCHEMA_VALIDATION_FAILED"


def task_diagnostics(state: dict[str, Any], place: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with a task."""
    arn = str(state.get("Resource"))
    match = SDK.fullmatch(arn)
    if match is None:
        if not OPTIMIZED.fullmatch(arn):
            yield Diagnostic(FAILED, UNKNOWN.format(arn=arn), f"{place}/Resource")
        return
    service, operation = sdk_name.botocore_name(match[1]), sdk_name.operation_name(match[2])
    if match[1] in sdk_name.BOTOCORE_NAMES.values() or match[2][0].isupper() or not sdk_name.known(service, operation):
        yield Diagnostic(FAILED, UNKNOWN.format(arn=arn), f"{place}/Resource")
        return
    shape = operation_model(service, operation).input_shape
    yield from _structure(state.get("Parameters", {}), shape, f"{place}/Parameters")


def _structure(given: Any, shape: Any, place: str) -> Iterator[Diagnostic]:
    if not isinstance(given, dict) or shape is None:
        return
    members = {sdk_name.operation_name(name): member for name, member in shape.members.items()}
    for key, value in given.items():
        name = key.removesuffix(".$")
        if name not in members:
            yield Diagnostic(FAILED, FIELD.format(name=key), place)
        elif name == key:
            yield from _value(value, members[name], f"{place}/{name}")
    names = {key.removesuffix(".$") for key in given}
    for required in shape.required_members:
        if sdk_name.operation_name(required) not in names:
            yield Diagnostic(FAILED, REQUIRED.format(name=sdk_name.operation_name(required)), place)


def _value(given: Any, shape: Any, place: str) -> Iterator[Diagnostic]:
    if shape.type_name == "structure":
        yield from _structure(given, shape, place)
    elif shape.type_name == "list" and isinstance(given, list):
        for index, each in enumerate(given):
            yield from _value(each, shape.member, f"{place}[{index}]")
