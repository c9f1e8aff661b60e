"""What demand-driven scaling aims at."""

from enum import StrEnum

from modelhost.spec.base import Spec


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

    metric: TargetMetric = TargetMetric.CONCURRENCY
    """`concurrency` (requests in flight, seen within 10 s) or `invocations` (per minute)."""
    value: float | None = None
    """Load per replica; derived from the machine when not given."""
    scale_in_cooldown_seconds: int = 300
    """Wait after a scale-in before the next."""
    scale_out_cooldown_seconds: int = 60
    """Wait after a scale-out before the next."""
