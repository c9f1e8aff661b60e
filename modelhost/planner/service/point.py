"""One thing that somebody measured on a replica: how long requests take while so many are computed at once."""

import math
from typing import NamedTuple

NORMAL_P99 = 2.3263
"""The 99th percentile of the standard normal distribution."""
NAN = float("nan")


class Point(NamedTuple):
    """A step of a load test, or a window of a server's metrics; nan where nobody looked."""

    concurrency: float
    """Requests at once: callers of a load test, or the mean over a window, of one replica."""
    mean_ms: float = NAN
    """Mean latency."""
    p50_ms: float = NAN
    """Median latency."""
    p99_ms: float = NAN
    """99th percentile of the latency."""
    per_second: float = NAN
    """Requests finished per second."""
    ttft_ms: float = NAN
    """Mean time to the first token."""
    itl_ms: float = NAN
    """Mean time between tokens."""
    window: bool = False
    """Whether callers came on their own, rather than one after the other as in a load test."""
    place: str = ""
    """Where it stands, such as `curve.csv, line 3`."""

    @property
    def at_once(self) -> float:
        """Requests computed at once as one starts; one that comes on its own finds the mean number there already."""
        return self.concurrency + 1.0 if self.window else max(1.0, self.concurrency)

    @property
    def sigma(self) -> float:
        """Spread of a lognormal latency with these numbers; nan when two of them are not known."""
        if self.p50_ms > 0 and self.p99_ms >= self.p50_ms:
            return math.log(self.p99_ms / self.p50_ms) / NORMAL_P99
        if self.mean_ms > 0 and self.p99_ms >= self.mean_ms:
            room = NORMAL_P99**2 - 2 * math.log(self.p99_ms / self.mean_ms)
            return NORMAL_P99 - math.sqrt(max(0.0, room))
        if self.p50_ms > 0 and self.mean_ms >= self.p50_ms:
            return math.sqrt(2 * math.log(self.mean_ms / self.p50_ms))
        return NAN

    @property
    def latency_ms(self) -> float:
        """The mean latency: measured, else that of a lognormal with this median, else by Little's law."""
        if self.mean_ms > 0:
            return self.mean_ms
        if self.p50_ms > 0:
            sigma = self.sigma
            return self.p50_ms * (1.0 if math.isnan(sigma) else math.exp(sigma**2 / 2))
        return self.concurrency / self.per_second * 1_000 if self.per_second > 0 else NAN
