"""What both simulators are told, and what both give back."""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.clock import HOUR_SECONDS, MILLISECOND_NS, SECOND_NS, nanoseconds
from modelhost.planner.outcome import BUCKETS, Outcome
from modelhost.planner.policy import Policy, Startup
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulation.layout import NEVER

STARTUP_DRAWS = 1 << 16
"""Start-up times that are drawn before; the next launch takes the first again."""


@dataclass(frozen=True, eq=False)
class Run:
    """One simulation: the fleet, the promise, and its length."""

    service: Service
    """What each replica is like."""
    policy: Policy
    """How many there are, and who gets a request."""
    slo: Slo
    """What callers are promised."""
    startup_ns: Counts
    """(draws,) time from launch to service, by launch."""
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
    def patience_ns(self) -> Counts:
        """(slots,) longest wait with which a request that starts as the k-th keeps the promise about tokens."""
        service, slo = self.service, self.slo
        longest = np.full(service.slots, NEVER)
        if slo.ttft_ms is not None and service.first_seconds is not None:
            longest = np.rint(slo.ttft_ms * MILLISECOND_NS - service.first_seconds * SECOND_NS).astype(np.int64)
        if slo.itl_ms is not None and service.token_seconds is not None:
            longest = np.where(service.token_seconds * 1_000 <= slo.itl_ms, longest, -1)
        return longest

    @property
    def hours(self) -> int:
        """Clock-hours that it touches."""
        return -(-self.end_ns // (HOUR_SECONDS * SECOND_NS))


@dataclass(eq=False)
class Seen:
    """What a simulator counted; the sums are Python's whole numbers, so none overflows."""

    offered: int
    within: int
    rejected: int
    timed_out: int
    started: int
    """Requests that were computed."""
    waited_ns: int
    """Time that those waited, all together."""
    histogram: Counts
    """(BUCKETS,) finished requests by latency."""
    hours: Counts
    """(2, hours) offered and kept, by hour of arrival."""
    timeline: Counts
    """(3, lines) when the numbers changed, replicas serving, replicas paid for."""


def draw_startups(startup: Startup, random: np.random.Generator) -> Counts:
    """Return (STARTUP_DRAWS,) times from launch to service: normal, cut at a quarter of the mean below."""
    drawn = startup.mean_seconds + startup.deviation_seconds * random.standard_normal(STARTUP_DRAWS)
    cut = np.maximum(drawn, 0.25 * startup.mean_seconds)
    times: Counts = np.rint(cut * SECOND_NS).astype(np.int64)
    return times


def outcome(run: Run, seen: Seen) -> Outcome:
    """Return what came of a run."""
    changed_ns, serving, paid = _lines(seen.timeline)
    assert len(seen.histogram) == BUCKETS
    return Outcome(
        offered=seen.offered,
        within=seen.within,
        rejected=seen.rejected,
        timed_out=seen.timed_out,
        histogram=seen.histogram,
        hours_offered=seen.hours[0],
        hours_within=seen.hours[1],
        changed_ns=changed_ns,
        serving=serving,
        paid=paid,
        replica_seconds=_replica_seconds(changed_ns, paid, run.warmup_ns, run.end_ns),
        seconds=(run.end_ns - run.warmup_ns) / SECOND_NS,
        mean_wait_seconds=seen.waited_ns / seen.started / SECOND_NS if seen.started else 0.0,
        warmup_seconds=run.warmup_ns / SECOND_NS,
    )


def _lines(timeline: Counts) -> tuple[Counts, Counts, Counts]:
    """Return the timeline with one line per time, the last one."""
    last = np.append(timeline[0, 1:] != timeline[0, :-1], True)
    kept = timeline[:, last]
    return kept[0], kept[1], kept[2]


def _replica_seconds(changed_ns: Counts, paid: Counts, begin_ns: int, end_ns: int) -> float:
    edges = np.clip(np.append(changed_ns, end_ns), begin_ns, end_ns)
    return float(np.dot(np.diff(edges) / SECOND_NS, paid))


def warmup(seconds: float, end_ns: int) -> int:
    """Return the end of the warm-up in nanoseconds, which must lie within the run."""
    if not 0 <= nanoseconds(seconds) < end_ns:
        raise ValueError(
            f"warmup_seconds: {seconds:g} is not shorter than the trace of {end_ns / SECOND_NS:g} s; "
            "give a longer trace or a shorter warm-up"
        )
    return nanoseconds(seconds)
