"""What an endpoint runs on, as far as its scaling has to know."""

from typing import NamedTuple

from modelhost.catalog.machine import Machine
from modelhost.spec.kind import EndpointKind


class Host(NamedTuple):
    """Machine, kind and start-up time."""

    machine: Machine | None
    """Machine type; none when serverless."""
    kind: EndpointKind = EndpointKind.REALTIME
    """Kind of endpoint."""
    startup_seconds: int = 0
    """Time from launch to first answer."""
