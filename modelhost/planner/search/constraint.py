"""Hard constraints: what a candidate must bear whatever it costs."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import TICK_SECONDS
from modelhost.planner.interval.screen import timeline
from modelhost.planner.outcome import Outcome
from modelhost.planner.question import Question
from modelhost.planner.search.bench import Bench, Screening
from modelhost.planner.search.candidate import Candidate
from modelhost.planner.search.rooms import allowed_replicas
from modelhost.planner.service.service import Service

LOST_ZONE_SHARE = 0.99
"""Share of the offered requests that must arrive when the zones that are left can bear the load."""


def broken(bench: Bench, candidate: Candidate, outcome: Outcome) -> str:
    """Return which hard constraint *candidate* breaks, with the numbers; empty when none."""
    return over_quota(bench, candidate) or _zone(bench, candidate, outcome)


def over_quota(bench: Bench, candidate: Candidate) -> str:
    """Return that the most replicas, and what an update needs beside them, exceed the quota."""
    question = bench.question
    offer = bench.offer(candidate.machine)
    allowed = allowed_replicas(offer, question.rollout_share)
    most = candidate.policy.ladder or int(candidate.policy.bounds.high.max())
    if allowed is None or most <= allowed:
        return ""
    needed = math.ceil(most * (1 + question.rollout_share))
    return f"{most} replicas and an update beside them need {needed} {candidate.machine}, the quota is {offer.quota}"


def _zone(bench: Bench, candidate: Candidate, outcome: Outcome) -> str:
    """Return that the replicas of the zones that are left when one is lost cannot bear the load."""
    question = bench.question
    if not zones_may_fail(question):
        return ""
    share = borne(bench, weakest(bench, candidate), outcome.replicas_at(middles(bench)))
    if share >= LOST_ZONE_SHARE:
        return ""
    return f"without one of {question.zones} zones the others bear the load of {share:.1%} of the requests only"


def zones_may_fail(question: Question) -> bool:
    """Whether a lost zone was asked about, and there is another."""
    return question.zone_loss and question.zones > 1


def middles(bench: Bench) -> Floats:
    """Return (windows,) the middle of each window of the load, in seconds."""
    trace = bench.trace
    found: Floats = (np.arange(trace.windows, dtype=np.float64) + 0.5) * trace.window_seconds
    return found


def weakest(bench: Bench, candidate: Candidate) -> Service:
    """Return the service of the candidate's machine, or of the smallest of its sizes."""
    services = [bench.offer(name).service for name in candidate.sizes or (candidate.machine,)]
    return min(services, key=full_rate)


def full_rate(service: Service) -> float:
    """Return the requests per second that a busy replica finishes."""
    company = np.arange(1, service.slots + 1)
    return float((company / service.slowdown).max() / service.work.mean_seconds)


def borne(bench: Bench, service: Service, serving: Counts) -> float:
    """Return the share of the requests that arrive while what is left of (windows,) *serving* without a zone does.

    1 where nothing arrives.
    """
    trace, total = bench.trace, np.nansum(bench.trace.counts)
    left = serving - -(-serving // bench.question.zones)
    held = trace.counts[left * full_rate(service) >= trace.rate_per_second].sum()
    return float(held / total) if total else 1.0


def surviving(bench: Bench, found: Sequence[Screening]) -> list[Screening]:
    """Return who of *found* bears the load without a zone, as the per-interval model has them; all if nobody asked."""
    if not zones_may_fail(bench.question):
        return list(found)
    places = np.minimum((middles(bench) // TICK_SECONDS).astype(np.int64), len(bench.ticks) - 1)

    def kept(row: Screening) -> bool:
        candidate, offer = row.turned.candidate, row.turned.dial.room.offer
        known = bench.capacity(offer, 1.0, max(2, int(candidate.policy.bounds.high.max())))
        serving = timeline(bench.ticks, known, candidate.policy, offer.startup).serving[places].astype(np.int64)
        return borne(bench, offer.service, serving) >= LOST_ZONE_SHARE

    with ThreadPoolExecutor(2) as pool:
        return [row for row, holds in zip(found, pool.map(kept, found), strict=True) if holds]
