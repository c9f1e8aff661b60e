"""SSM: how long the value of a parameter may be."""

from __future__ import annotations

from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud

STANDARD_CHARACTERS, ADVANCED_CHARACTERS = 4096, 8192
TOO_LONG = (
    "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter "
    "value, upgrade the parameter to use the advanced-parameter tier."
)


def put(call: Call, cloud: Cloud) -> None:
    """Refuse a value that its tier cannot hold."""
    length = len(call.params["Value"])
    if length > ADVANCED_CHARACTERS:
        raise validation("Advanced tier parameters support a maximum parameter value of 8192 characters.")
    if length > STANDARD_CHARACTERS and call.params.get("Tier", "Standard") == "Standard":
        raise validation(TOO_LONG)
