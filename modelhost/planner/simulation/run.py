"""What both simulators are told."""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import HOUR_SECONDS, MILLISECOND_NS, SECOND_NS, nanoseconds
from modelhost.planner.policy import Policy, Startup
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulation.layout import NEVER

DRAWS = 1 << 16
"""Start-up times that are drawn before; the next launch takes the first again."""


@dataclass(frozen=True, eq=False)
class Run:
    """One simulation: the fleet, the promise, and its length."""

    services: tuple[Service, ...]
    """What a replica of each size is like."""
    policy: Policy
    """How many there are, and who gets a request."""
    slo: Slo
    """What callers are promised."""
    startup_ns: Counts
    """(DRAWS,) time from launch to service, by launch."""
    failing_ns: Counts
    """(DRAWS,) time until a machine is found, by launch."""
    mishaps: Counts
    """(3, mishaps) when, a `Mishap`, and the number of the machine or the zone."""
    zones: int
    """Zones that launches are spread over."""
    warmup_ns: int
    """When counting begins."""
    end_ns: int
    """When the simulation ends."""

    @property
    def latency_ns(self) -> int:
        """Longest latency that keeps the promise."""
        return NEVER if self.slo.latency_ms is None else round(self.slo.latency_ms * MILLISECOND_NS)

    @property
    def timeout_ns(self) -> int:
        """When a caller gives up."""
        return round(self.slo.timeout_ms * MILLISECOND_NS)

    @property
    def wanted(self) -> int:
        """What the autoscaler's number is at first."""
        bounds = self.policy.bounds
        return min(max(self.policy.initial, int(bounds.low[0])), int(bounds.high[0]))

    @property
    def size(self) -> int:
        """Size of the first replicas."""
        return self.wanted - 1 if self.policy.ladder else 0

    @property
    def count(self) -> int:
        """How many replicas there are at first."""
        return self.policy.ladder or self.wanted

    @property
    def hours(self) -> int:
        """Clock-hours that it touches."""
        return -(-self.end_ns // (HOUR_SECONDS * SECOND_NS))

    def slowdown(self, size: int) -> Floats:
        """Return (slots,) time of a request that starts as the k-th, over that of a lone one on the first size."""
        service = self.services[size]
        slower: Floats = service.slowdown * (service.work.mean_seconds / self.services[0].work.mean_seconds)
        return slower

    def patience_ns(self, size: int) -> Counts:
        """Return (slots,) longest wait with which a request that starts as the k-th keeps a promise about tokens."""
        service, slo = self.services[size], self.slo
        longest = np.full(service.slots, NEVER)
        if slo.ttft_ms is not None and service.first_seconds is not None:
            longest = np.rint(slo.ttft_ms * MILLISECOND_NS - service.first_seconds * SECOND_NS).astype(np.int64)
        if slo.itl_ms is not None and service.token_seconds is not None:
            longest = np.where(service.token_seconds * 1_000 <= slo.itl_ms, longest, -1)
        return longest


def draw_startups(startup: Startup, random: np.random.Generator) -> Counts:
    """Return (DRAWS,) times from launch to service: normal, cut at a quarter of the mean below."""
    drawn = startup.mean_seconds + startup.deviation_seconds * random.standard_normal(DRAWS)
    cut = np.maximum(drawn, 0.25 * startup.mean_seconds)
    times: Counts = np.rint(cut * SECOND_NS).astype(np.int64)
    return times


def warmup(seconds: float, end_ns: int) -> int:
    """Return the end of the warm-up in nanoseconds, which must lie within the run."""
    if not 0 <= nanoseconds(seconds) < end_ns:
        raise ValueError(
            f"warmup_seconds: {seconds:g} is not shorter than the trace of {end_ns / SECOND_NS:g} s; "
            "give a longer trace or a shorter warm-up"
        )
    return nanoseconds(seconds)
