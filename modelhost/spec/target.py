"""What demand-driven scaling aims at."""

from enum import StrEnum

from pydantic import Field

from modelhost.catalog.machine import Machine
from modelhost.spec.base import Findings, Spec, rule

REQUESTS_PER_GPU = 8
"""Requests in flight that one GPU is given when the stack file does not say."""


class TargetMetric(StrEnum):
    """The load that scaling follows."""

    CONCURRENCY = "concurrency"
    INVOCATIONS = "invocations"

    @property
    def predefined(self) -> str:
        """Application Auto Scaling's name of the metric."""
        if self is TargetMetric.CONCURRENCY:
            return "SageMakerVariantConcurrentRequestsPerModelHighResolution"
        return "SageMakerVariantInvocationsPerInstance"


class TargetSpec(Spec):
    """Load per replica to hold."""

    metric: TargetMetric = Field(default=TargetMetric.CONCURRENCY, strict=False)
    """`concurrency` (requests in flight, seen within 10 s) or `invocations` (per minute)."""
    value: float | None = Field(default=None, gt=0)
    """Load per replica; for `concurrency` derived from the machine when not given."""
    scale_in_cooldown_seconds: int = Field(default=300, ge=0, le=86_400)
    """Wait after a scale-in before the next."""
    scale_out_cooldown_seconds: int = Field(default=60, ge=0, le=86_400)
    """Wait after a scale-out before the next."""

    @rule("metric", "value")
    def _value_known(self, region: str | None) -> Findings:
        """Only the concurrency that a machine bears can be guessed."""
        if self.metric is TargetMetric.INVOCATIONS and self.value is None:
            yield ("value",), "missing; invocations per minute depend on the model, so write how many a replica bears"

    def decided(self, machine: Machine) -> "Target":
        """Return the target on *machine* with every value decided."""
        return Target(
            metric=self.metric,
            value=default_concurrency(machine) if self.value is None else self.value,
            scale_in_cooldown_seconds=self.scale_in_cooldown_seconds,
            scale_out_cooldown_seconds=self.scale_out_cooldown_seconds,
        )


class Target(Spec):
    """A target with every value decided."""

    metric: TargetMetric = Field(strict=False)
    """The load that scaling follows."""
    value: float
    """Load per replica to hold."""
    scale_in_cooldown_seconds: int
    """Wait after a scale-in before the next."""
    scale_out_cooldown_seconds: int
    """Wait after a scale-out before the next."""


def default_concurrency(machine: Machine) -> float:
    """Return the requests in flight that *machine* is given: one for each core, eight for each GPU."""
    return float(machine.accelerator_count * REQUESTS_PER_GPU or machine.vcpus)
