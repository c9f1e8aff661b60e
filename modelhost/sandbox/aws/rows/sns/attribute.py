"""SNS sets one attribute per call."""

from __future__ import annotations

from collections.abc import Iterable

from modelhost.provider.table import Call, Step


def attribute_name(property: str) -> str:
    """Return SNS's name of a property: `displayName` is `DisplayName`."""
    return f"{property[0].upper()}{property[1:]}"


def attribute_steps(operation: str, subject: str, properties: Iterable[str], *, cleared: str = "") -> tuple[Step, ...]:
    """Return the calls that set each property, or clear it when it is not wanted any more."""
    return tuple(_step(operation, subject, each, cleared) for each in properties)


def _step(operation: str, subject: str, property: str, cleared: str) -> Step:
    params = {subject: "{id}", "AttributeName": attribute_name(property)}
    return Step(
        (property,),
        Call(operation, params | {"AttributeValue": f"{{{property}}}"}, auto=False),
        unset=Call(operation, params | {"AttributeValue": cleared}, auto=False),
    )
