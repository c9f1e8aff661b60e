"""Which instance or copy gets the next request."""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule


class Routing(StrEnum):
    """How SageMaker picks who answers."""

    LEAST_OUTSTANDING_REQUESTS = "least-outstanding-requests"
    RANDOM = "random"
    PREFIX_AWARE = "prefix-aware"
    KV_AWARE = "kv-aware"

    @property
    def api(self) -> str:
        """SageMaker's word."""
        return self.upper().replace("-", "_")


SESSIONS = {
    "djl-lmi": "OPTION_ENABLE_STATEFUL_SESSIONS",
    "vllm": "SAGEMAKER_ENABLE_STATEFUL_SESSIONS",
}
"""What tells the container of a framework to hold sessions: SageMaker routes by them, and the container makes them."""


class RoutingSpec(Spec):
    """How requests are spread."""

    strategy: Routing = Field(default=Routing.LEAST_OUTSTANDING_REQUESTS, strict=False)
    """`least-outstanding-requests`, `random`, `prefix-aware` or `kv-aware`."""
    prefix_length: int | None = Field(default=None, ge=1024, le=65536)
    """Characters of a prompt that `prefix-aware` compares."""
    concurrency_threshold: int | None = Field(default=None, ge=1, le=1024)
    """Requests in flight above which `prefix-aware` sends elsewhere."""
    sessions: bool = False
    """Keep a caller's session on one instance, for containers that hold sessions: djl-lmi, vllm, or your own image."""

    @rule("strategy", "prefix_length", "concurrency_threshold")
    def _of_prefixes(self, region: str | None) -> Findings:
        """Only prefix-aware routing has a prefix."""
        if self.strategy is Routing.PREFIX_AWARE:
            return
        for name in ("prefix_length", "concurrency_threshold"):
            if getattr(self, name) is not None:
                text = f"belongs to prefix-aware routing, and the strategy is {self.strategy}; leave one of the two"
                yield (name,), text

    def configuration(self) -> dict[str, object]:
        """Return the API's RoutingConfig in camelCase."""
        numbers = {"prefixLength": self.prefix_length, "concurrencyThreshold": self.concurrency_threshold}
        given = {name: value for name, value in numbers.items() if value is not None}
        prefix = {"prefixAwareRoutingConfig": given} if given else {}
        return {"routingStrategy": self.strategy.api, **prefix}
