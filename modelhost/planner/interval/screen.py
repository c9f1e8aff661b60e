"""Screens many policies at once with the per-interval model."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS, TICK_SECONDS
from modelhost.planner.interval.capacity import Capacity
from modelhost.planner.interval.kernel import OFFERED, PEAK, REPLICA_SECONDS, WITHIN, interval
from modelhost.planner.policy import Policy, Startup

THREADS = 2
"""Cores that a plan may use."""
SEED = 20_240_601
"""Of what chance does to the ends of requests; it differs from the seeds of arrivals."""


@dataclass(frozen=True, eq=False)
class Screened:
    """What came of each policy; the warm-up is left out, except for `hours_*`."""

    attainment: Floats
    """(policies,) share of the offered requests that keep the promise."""
    worst_hour: Floats
    """(policies,) lowest share of any clock-hour with requests after the warm-up."""
    replica_seconds: Floats
    """(policies,) replicas paid for, summed over time."""
    peak_replicas: Floats
    """(policies,) most replicas paid for at once."""
    seconds: float
    """Length of what was screened."""

    @property
    def mean_replicas(self) -> Floats:
        """(policies,) replicas paid for, mean over time."""
        return self.replica_seconds / self.seconds


@dataclass(frozen=True, eq=False)
class Timeline:
    """What one policy did, every ten seconds."""

    offered: Floats
    """(ticks,) requests that arrived."""
    serving: Floats
    """(ticks,) replicas in service."""
    paid: Floats
    """(ticks,) replicas paid for."""
    attainment: Floats
    """(ticks,) share of the requests that keep the promise."""


def screen(
    counts: Floats,
    capacity: Capacity,
    policies: Sequence[Policy],
    startup: Startup,
    warmup_seconds: float = HOUR_SECONDS,
    threads: int = THREADS,
) -> Screened:
    """Return what each of *policies* does with (ticks,) *counts* of requests offered every ten seconds."""
    facts, chances = _facts(capacity, startup, warmup_seconds), _chances(counts)
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda policy: _one(counts, chances, capacity, policy, facts), policies))
    results = np.array([result for result, _ in found]).reshape(len(found), 4)
    first = int(np.ceil(warmup_seconds / HOUR_SECONDS))
    return Screened(
        attainment=_share(results[:, WITHIN], results[:, OFFERED]),
        worst_hour=np.array([_worst(hours[first:]) for _, hours in found]),
        replica_seconds=results[:, REPLICA_SECONDS],
        peak_replicas=results[:, PEAK],
        seconds=max(len(counts) * TICK_SECONDS - warmup_seconds, 0.0),
    )


def timeline(counts: Floats, capacity: Capacity, policy: Policy, startup: Startup) -> Timeline:
    """Return what *policy* does with (ticks,) *counts*, every ten seconds."""
    line = np.zeros((len(counts), 3))
    _one(counts, _chances(counts), capacity, policy, _facts(capacity, startup, 0.0), line)
    return Timeline(counts, line[:, 0], line[:, 1], line[:, 2])


def _chances(counts: Floats) -> Floats:
    """Return (ticks,) normal numbers, the same for every policy, so that none is luckier than another."""
    return np.random.default_rng(SEED).standard_normal(len(counts))


def _facts(capacity: Capacity, startup: Startup, warmup_seconds: float) -> Floats:
    """Return the vector of facts, in the order of `kernel`."""
    wait = max(1, round(startup.mean_seconds / TICK_SECONDS))
    return np.array(
        [
            capacity.slots,
            capacity.full_rate,
            capacity.queue_limit,
            capacity.timeout_seconds,
            capacity.longest_wait_seconds,
            capacity.spread,
            wait,
            np.ceil(warmup_seconds / TICK_SECONDS),
        ],
        dtype=np.float64,
    )


def _one(
    counts: Floats, chances: Floats, capacity: Capacity, policy: Policy, facts: Floats, line: Floats | None = None
) -> tuple[Floats, Floats]:
    """Return the results of one policy, and offered and kept requests by the hour."""
    hours = np.zeros((-(-len(counts) * TICK_SECONDS // HOUR_SECONDS), 2))
    result = interval(
        counts,
        chances,
        facts,
        capacity.attainment,
        capacity.excess,
        capacity.flow,
        capacity.kept_after,
        int(policy.autoscaler.kind),
        policy.autoscaler.parameters(),
        policy.autoscaler.state(),
        _bounds(policy),
        policy.initial,
        hours,
        np.zeros((0, 3)) if line is None else line,
    )
    return result, hours


def _bounds(policy: Policy) -> Counts:
    """Return (changes, 3): tick, fewest, most."""
    ticks = policy.bounds.from_ns // (TICK_SECONDS * SECOND_NS)
    return np.column_stack([ticks, policy.bounds.low, policy.bounds.high]).astype(np.int64)


def _share(part: Floats, whole: Floats) -> Floats:
    """Return *part* over *whole*; 1 where nothing was offered."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 1.0)


def _worst(hours: Floats) -> float:
    """Return the lowest share of any of (hours, 2) with requests."""
    seen = hours[:, 0] > 0
    return float((hours[seen, 1] / hours[seen, 0]).min()) if seen.any() else 1.0
