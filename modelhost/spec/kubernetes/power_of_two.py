"""The less busy of two pods that are drawn."""

from pydantic import Field

from modelhost.spec.base import Findings, rule
from modelhost.spec.kubernetes.workload import Labelled, misnamed


class PowerOfTwoSpec(Labelled):
    """Which service is balanced."""

    service: str
    """Name of the Kubernetes service whose pods answer."""
    port: int = Field(ge=1, le=65535)
    """Port of the service."""

    @rule("service")
    def _named(self, region: str | None) -> Findings:
        """The name is one of Kubernetes."""
        yield from misnamed(("service",), self.service)
