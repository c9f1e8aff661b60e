"""The loads that scaling can follow."""

from enum import StrEnum


class TargetMetric(StrEnum):
    """The load that scaling follows."""

    CONCURRENCY = "concurrency"
    INVOCATIONS = "invocations"
    BACKLOG = "backlog"
    CPU = "cpu"
    MEMORY = "memory"
    GPU = "gpu"
    GPU_MEMORY = "gpu-memory"
    QUEUE_DEPTH = "queue-depth"
    PROVISIONED_CONCURRENCY = "provisioned-concurrency"
    LATENCY = "latency"
    CUSTOM = "custom"

    @property
    def fraction(self) -> bool:
        """Whether its values are fractions of a whole."""
        return self in FRACTIONS


FRACTIONS = (
    TargetMetric.CPU,
    TargetMetric.MEMORY,
    TargetMetric.GPU,
    TargetMetric.GPU_MEMORY,
    TargetMetric.PROVISIONED_CONCURRENCY,
)
"""Metrics whose values are fractions of a whole."""
