"""What a resource may ask of its surroundings during one call: clients, account, region, tags, log, deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from modelhost.provider.cloud import Cloud

if TYPE_CHECKING:
    from modelhost.provider.autoname import Proposal

DEFAULT_TIMEOUT_SECONDS = 1800.0


def _silent(severity: str, text: str, urn: str) -> None:
    """Log nowhere: the default when no engine listens."""


@dataclass(frozen=True)
class Context:
    """The surroundings of one call; cheap to derive per request, safe to share between threads."""

    cloud: Cloud
    """Configured access to AWS, shared by all calls."""
    urn: str = ""
    name: str = ""
    """The resource's name in the program."""
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    """How long the operation may take, waiting included."""
    preview: bool = False
    random_seed: bytes = b""
    """The engine's seed for names: the same for the same check request."""
    proposal: Proposal | None = None
    """The name that the user's auto-naming configuration proposes."""
    cancelled: threading.Event = field(default_factory=threading.Event)
    """Set when the engine asks to stop; waits end early."""
    logger: Callable[[str, str, str], None] = _silent

    def client(self, service: str, region: str | None = None) -> Any:
        """Return the cached boto3 client of a service."""
        return self.cloud.client(service, region)

    @property
    def region(self) -> str:
        """The region of the provider's configuration."""
        return self.cloud.region

    @property
    def account_id(self) -> str:
        """The account of the credentials, asked once."""
        return self.cloud.account_id

    @property
    def partition(self) -> str:
        """The first part of every ARN: aws, aws-cn, aws-us-gov."""
        return self.cloud.partition

    @property
    def default_tags(self) -> Mapping[str, str]:
        """Tags of the provider's configuration, for every resource that takes tags."""
        return self.cloud.default_tags

    def log(self, severity: str, text: str) -> None:
        """Tell the engine; severity is debug, info, warning or error."""
        self.logger(severity, text, self.urn)

    def derive(self, **changes: Any) -> Context:
        """Return this context with other values for one call."""
        return replace(self, **changes)
