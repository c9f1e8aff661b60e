"""Hard constraints: what a candidate must bear whatever it costs."""

import math

import numpy as np

from modelhost.planner.outcome import Outcome
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate
from modelhost.planner.search.rooms import allowed_replicas

LOST_ZONE_SHARE = 0.99
"""Share of the offered requests that must arrive when the zones that are left can bear the load."""


def broken(bench: Bench, candidate: Candidate, outcome: Outcome) -> str:
    """Return which hard constraint *candidate* breaks, with the numbers; empty when none."""
    return _quota(bench, candidate) or _zone(bench, candidate, outcome)


def _quota(bench: Bench, candidate: Candidate) -> str:
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
    if not question.zone_loss or question.zones < 2:
        return ""
    trace = bench.trace
    middle = (np.arange(trace.windows, dtype=np.float64) + 0.5) * trace.window_seconds
    serving = outcome.replicas_at(middle)
    left = serving - np.ceil(serving / question.zones).astype(np.int64)
    service = bench.offer(candidate.machine).service
    company = np.arange(1, service.slots + 1)
    full = float((company / service.slowdown).max() / service.work.mean_seconds)
    borne = trace.counts[left * full >= trace.rate_per_second].sum() / trace.counts.sum()
    if borne >= LOST_ZONE_SHARE:
        return ""
    return f"without one of {question.zones} zones the others bear the load of {borne:.1%} of the requests only"
