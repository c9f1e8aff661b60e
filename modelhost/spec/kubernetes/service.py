"""A service of Kubernetes, whose pods somebody spreads requests over."""

from pydantic import Field

from modelhost.spec.base import Findings, rule
from modelhost.spec.kubernetes.workload import Labelled, misnamed


class ServiceSpec(Labelled):
    """Which service it is."""

    service: str
    """Name of the service whose pods answer."""
    port: int = Field(ge=1, le=65535)
    """Port of the service."""

    @rule("service")
    def _named(self, region: str | None) -> Findings:
        """The name is one of Kubernetes."""
        yield from misnamed(("service",), self.service)
