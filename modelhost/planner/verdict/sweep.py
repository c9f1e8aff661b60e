"""What-if by the per-interval model: the same few candidates under another load, start-up, price or service."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from modelhost.planner.clock import TICK_SECONDS
from modelhost.planner.interval.screen import Screened, screen
from modelhost.planner.policy import Policy, Startup
from modelhost.planner.question import Offer
from modelhost.planner.search.bench import Bench, share_of
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.sized import by_demand, composed, offers_of
from modelhost.planner.search.world import warmup_seconds
from modelhost.planner.verdict.change import NOTHING
from modelhost.price.line import HOURS_PER_MONTH

LEAST_MISS = 1e-6
"""Share by which who breaks a constraint is taken to miss the promise at least."""


@dataclass(frozen=True)
class Change:
    """What is otherwise; factors on what is."""

    load: float = 1.0
    """On the offered requests."""
    startup: float = 1.0
    """On the start-up time of every machine."""
    service: float = 1.0
    """On the service time of every machine."""


@dataclass(frozen=True)
class Seen:
    """What the model sees of a candidate under a change."""

    judged: Judged
    """Who, as judged without the change."""
    attainment: float
    """Share that keeps the promise."""
    usd_per_month: float
    """What it costs."""
    peak_replicas: int
    """Most replicas paid for."""


def under(bench: Bench, who: Sequence[Judged], change: Change) -> list[Seen]:
    """Return what the per-interval model sees of *who* under *change*."""
    return [_seen(bench, judged, change) for judged in who]


def cheapest(bench: Bench, usual: Sequence[Seen], change: Change, stands: Judged | None = None) -> Seen | None:
    """Return the cheapest under *change* that keeps the promise, of those *usual* as things are; none when nobody does.

    What model and replay say of a candidate as things are differs a little; that much the model is corrected by. Who
    breaks a constraint as things are keeps no more than just too little. *stands* is left for a saving of 2 % only.
    """
    target = bench.question.slo.attainment
    pairs = zip(under(bench, [each.judged for each in usual], change), usual, strict=True)
    found = [_corrected(each, before, target) for each, before in pairs]
    kept = [each for each in found if each.attainment >= target]
    best = min(kept, key=lambda each: each.usd_per_month, default=None)
    own = next((each for each in kept if each.judged is stands), None)
    if own is not None and best is not None and best.usd_per_month > own.usd_per_month * (1 - NOTHING):
        return own
    return best


def _corrected(seen: Seen, before: Seen, target: float) -> Seen:
    """Return *seen* moved by what the replay says beyond the model's account *before* any change."""
    judged = seen.judged
    known = judged.attainment if judged.feasible else min(judged.attainment, target - LEAST_MISS)
    ratio = judged.cost.expected / before.usd_per_month if before.usd_per_month else 1.0
    attainment = seen.attainment + known - before.attainment
    return replace(seen, attainment=attainment, usd_per_month=seen.usd_per_month * ratio)


def _seen(bench: Bench, judged: Judged, change: Change) -> Seen:
    """Return what the model sees of one candidate."""
    candidate, offer = judged.candidate, bench.offer(judged.candidate.machine)
    if candidate.sizes:
        return _sized(bench, judged, change)
    found = screened(bench, offer, candidate.policy, change)
    usd = bench.meter(offer, candidate.policy).mean(float(found.mean_replicas[0]))
    return Seen(judged, float(found.attainment[0]), usd, int(found.peak_replicas[0]))


def _sized(bench: Bench, judged: Judged, change: Change) -> Seen:
    """Return what the model sees where the clock moves the size; where demand does, what the replay saw."""
    candidate = judged.candidate
    if by_demand(candidate):
        return Seen(judged, judged.attainment, judged.cost.expected, judged.peak_replicas)
    seen, paid = composed(bench, candidate, change.service, change.load, change.startup)
    first = round(warmup_seconds(bench.trace) / TICK_SECONDS)
    prices = np.array([offer.usd_per_hour for offer in offers_of(bench, candidate)])
    usd = float((paid[first:].mean(axis=0) * prices).sum()) * HOURS_PER_MONTH
    kept = share_of(seen.offered[first:] * seen.attainment[first:], seen.offered[first:])
    fixed = bench.meter(offers_of(bench, candidate)[0], candidate.policy).mean(0.0)
    return Seen(judged, kept, usd + fixed, int(seen.paid.max(initial=0)))


def screened(bench: Bench, offer: Offer, policy: Policy, change: Change) -> Screened:
    """Return what the model sees of *policy* on *offer*."""
    most = max(2, int(policy.bounds.high.max()))
    known = bench.capacity(offer, change.service, most, policy.balancer)
    startup = Startup(offer.startup.mean_seconds * change.startup, offer.startup.deviation_seconds * change.startup)
    return screen(bench.ticks * change.load, known, [policy], startup, warmup_seconds(bench.trace))
