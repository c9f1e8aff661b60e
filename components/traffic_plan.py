"""Where an endpoint's requests and answers lie in the traffic bucket, and for how long."""

from modelhost.spec.asynchronous import AsyncSpec
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind

INPUT = "input/"
"""Requests that callers of an asynchronous endpoint leave."""
OUTPUT = "output/"
"""Its answers."""
FAILURES = "failures/"
"""What it could not answer, and why."""


def capture_prefix(endpoint_name: str) -> str:
    """Return the prefix below which captured requests and answers of an endpoint lie."""
    return f"capture/{endpoint_name}/"


def queue_prefix(endpoint_name: str) -> str:
    """Return the prefix below which an asynchronous endpoint finds its requests and leaves its answers."""
    return f"async/{endpoint_name}/"


def retention_days(spec: EndpointSpec, endpoint_name: str) -> dict[str, int]:
    """Return the days that each prefix of an endpoint is kept; empty when it leaves nothing in the bucket."""
    kept: dict[str, int] = {}
    if spec.capture is not None:
        kept[capture_prefix(endpoint_name)] = spec.capture.retention_days
    if spec.kind is EndpointKind.ASYNC:
        kept[queue_prefix(endpoint_name)] = (spec.asynchronous or AsyncSpec()).retention_days
    return kept
