"""Serverless endpoints: no instances, memory and concurrency instead."""

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule

MIB_PER_GIB = 1024


class ServerlessSpec(Spec):
    """Memory and concurrency of a serverless endpoint."""

    memory_gib: int = Field(ge=1, le=6)
    """Memory of each invocation's environment, 1 to 6."""
    max_concurrency: int = Field(ge=1, le=200)
    """Most invocations at once."""
    provisioned_concurrency: int | None = Field(default=None, ge=1, le=200)
    """Invocations that are kept warm; scaled by `scaling` where that says so."""

    @rule("max_concurrency", "provisioned_concurrency")
    def _provisioned_inside(self, region: str | None) -> Findings:
        """What is kept warm may also be used."""
        warm = self.provisioned_concurrency
        if warm is not None and warm > self.max_concurrency:
            text = f"{warm} exceeds max_concurrency {self.max_concurrency}; lower it, or raise max_concurrency"
            yield ("provisioned_concurrency",), text

    def configuration(self) -> dict[str, int]:
        """Return the API's ServerlessConfig in camelCase."""
        warm = {} if self.provisioned_concurrency is None else {"provisionedConcurrency": self.provisioned_concurrency}
        return {"memorySizeInMb": self.memory_gib * MIB_PER_GIB, "maxConcurrency": self.max_concurrency, **warm}
