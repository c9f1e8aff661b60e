"""What callers are promised."""

from typing import NamedTuple


class Slo(NamedTuple):
    """A promise: a share of the offered requests is answered within limits."""

    latency_ms: float | None = None
    """Longest time of a whole request; none where the promise is about tokens."""
    ttft_ms: float | None = None
    """Longest time to the first token."""
    itl_ms: float | None = None
    """Longest mean time between tokens of an answer."""
    attainment: float = 0.99
    """Share of the offered requests that keep the promise, 0 to 1."""
    timeout_ms: float = 60_000.0
    """When a caller gives up; SageMaker's own limit of an invocation is 60 s."""
