"""Fleets whose size moves: the replay of a ladder of machine types, and what it costs.

A change of size is a blue/green update: all replicas of the new size start beside the old ones, which serve until the
last of them is ready, and both are paid for meanwhile.
"""

from dataclasses import replace

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.interval.screen import Timeline, timeline
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.question import Offer, Question
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate
from modelhost.planner.search.excerpt import sampled
from modelhost.planner.search.world import mishaps_of, warmup_seconds
from modelhost.planner.simulate import simulate
from modelhost.price.line import HOURS_PER_MONTH

MOST_REQUESTS = 4e7
"""Requests up to which a ladder that demand moves is replayed as a whole: there is no per-interval model of it."""


def offers_of(bench: Bench, candidate: Candidate) -> list[Offer]:
    """Return the offers of the sizes of *candidate*, in their order."""
    return [bench.offer(name) for name in candidate.sizes]


def unreplayable(question: Question, candidate: Candidate) -> str:
    """Return why *candidate* cannot be replayed on its machine and sizes; empty where it can."""
    known = {offer.machine: offer for offer in question.offers}
    for name in (candidate.machine, *candidate.sizes):
        if name not in known:
            return f"no {question.price_option} price of {name} in {question.region} is known"
        if known[name].misfit:
            return known[name].misfit
    if candidate.sizes and question.trace.total > MOST_REQUESTS and by_demand(candidate):
        return f"a ladder by demand is replayed up to {MOST_REQUESTS / 1e6:.0f} million requests; give a shorter trace"
    return ""


def by_demand(candidate: Candidate) -> bool:
    """Whether load moves the size, rather than the clock."""
    return not isinstance(candidate.policy.autoscaler, Fixed)


def run_sized(bench: Bench, candidate: Candidate, factor: float) -> Outcome:
    """Return what came of *candidate*, whose size moves, when every time of a service is *factor* times as long."""
    question, offers = bench.question, offers_of(bench, candidate)
    first, *larger = (replace(offer, service=offer.service.scaled(factor)) for offer in offers)
    first = replace(first, startup=slowest(offers))
    services = tuple(offer.service for offer in larger)
    mishaps, slo, policy = mishaps_of(question, first), question.slo, candidate.policy
    if not bench.pieces or by_demand(candidate):
        warmup = warmup_seconds(bench.trace)
        return simulate(
            bench.trace, first.service, policy, first.startup, slo, question.seed, warmup, False, mishaps, services
        )
    model, paid = composed(bench, candidate, factor)
    found = sampled(bench.trace, bench.pieces, first, policy, slo, question.seed, model, mishaps, services)
    counted = paid[round(found.warmup_seconds / TICK_SECONDS) :]
    return replace(found, size_seconds=tuple((counted.sum(axis=0) * TICK_SECONDS).tolist()))


def composed(
    bench: Bench, candidate: Candidate, factor: float = 1.0, load: float = 1.0, startup: float = 1.0
) -> tuple[Timeline, Counts]:
    """Return what the per-interval model sees of sizes by the clock, and (ticks, sizes) replicas paid for of each.

    Each size is followed through the whole load with its count, and taken while it serves: backlogs stay behind when
    the size changes, as the old replicas finish what they hold. *factor*, *load* and *startup* multiply the times of
    the services, the requests and the start-ups.
    """
    offers, count, ticks = offers_of(bench, candidate), candidate.policy.ladder, len(bench.ticks)
    wait = round(slowest(offers).mean_seconds * startup / TICK_SECONDS)
    wanted = _places(candidate.policy.bounds, ticks)
    serving = np.concatenate([np.full(min(wait, ticks), wanted[0]), wanted[: max(0, ticks - wait)]])
    kept = np.zeros(ticks)
    paid = np.zeros((ticks, len(offers)), dtype=np.int64)
    for place, offer in enumerate(offers):
        there = serving == place
        kept[there] = _kept(bench, offer, candidate.policy, factor, load)[there]
        paid[:, place] = count * (there | (wanted == place))
    fleet = np.full(ticks, float(count))
    return Timeline(bench.ticks * load, fleet, paid.sum(axis=1).astype(np.float64), kept), paid


def usd_per_month(bench: Bench, candidate: Candidate, outcome: Outcome) -> float:
    """Return what *outcome* cost, each size at its own price."""
    fixed = bench.meter(offers_of(bench, candidate)[0], candidate.policy).mean(0.0)
    return usd_per_hour(bench, candidate, np.array(outcome.size_seconds) / outcome.seconds) * HOURS_PER_MONTH + fixed


def usd_per_hour(bench: Bench, candidate: Candidate, means: Floats) -> float:
    """Return what (sizes,) *means* of replicas paid for cost, with the best commitment to each size where one is had.

    A size runs all of its replicas or none, so each of them is needed for the same share of the time: all are committed
    where that share exceeds the ratio of the prices.
    """
    prices = np.array([offer.usd_per_hour for offer in offers_of(bench, candidate)])
    ratio = bench.question.committed_ratio
    paid = means if ratio is None else np.minimum(means, ratio * candidate.policy.ladder)
    return float(prices @ paid)


def _kept(bench: Bench, offer: Offer, policy: Policy, factor: float, load: float) -> Floats:
    """Return (ticks,) shares that the replicas of one size keep."""
    count = policy.ladder
    known = bench.capacity(offer, factor, max(2, count), policy.balancer)
    alone = Policy(Fixed(), Bounds.constant(count, count), count, policy.balancer)
    return timeline(bench.ticks * load, known, alone, offer.startup).attainment


def _places(bounds: Bounds, ticks: int) -> Counts:
    """Return (ticks,) places of the size that the clock wants, from 0."""
    edges = bounds.from_ns // (TICK_SECONDS * SECOND_NS)
    return bounds.low[np.searchsorted(edges, np.arange(ticks), side="right") - 1] - 1


def slowest(offers: list[Offer]) -> Startup:
    """Return the start-up of the size that takes longest: an update waits for all."""
    return max((offer.startup for offer in offers), key=lambda startup: startup.mean_seconds)
