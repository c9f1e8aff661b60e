"""What an endpoint runs on, as far as its scaling has to know."""

from typing import NamedTuple

from modelhost.catalog.machine import Machine
from modelhost.footprint.share import Share
from modelhost.spec.kind import EndpointKind


class Host(NamedTuple):
    """Machine, kind and start-up time."""

    machine: Machine | None
    """Machine type; none when serverless."""
    kind: EndpointKind = EndpointKind.REALTIME
    """Kind of endpoint."""
    startup_seconds: int = 0
    """Time from launch to first answer."""
    share: Share | None = None
    """What a copy has of the machine; none where a replica has all of it."""
    at_once: int | None = None
    """Requests that an asynchronous instance takes at once; none where SageMaker chooses."""
