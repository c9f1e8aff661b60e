"""A candidate replayed request by request: with services as expected, and as slow as their band allows."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.interval.screen import timeline
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Policy
from modelhost.planner.question import Offer
from modelhost.planner.search.bench import WEIGHTS, Bench, Screening, share_of, slow_factor
from modelhost.planner.search.candidate import Candidate
from modelhost.planner.search.excerpt import sampled
from modelhost.planner.search.growth import five_of_six
from modelhost.planner.search.judged import Cost, Interval
from modelhost.planner.search.sized import offers_of, run_sized, usd_per_month
from modelhost.planner.search.world import mishaps_of, replay

HOURS_PER_DAY = 24
HORIZON_DAYS = 7
"""Days that a plan is for: then it is made again."""
TENTH = 1.2816
"""Standard deviations beyond which a tenth of a normal distribution lies."""


class Grown(NamedTuple):
    """Replays of the load as it may have grown."""

    expected: Outcome
    """With services as expected."""
    slow: Outcome
    """With services as slow as their band allows."""

    @property
    def attainment(self) -> float:
        """Share that keeps the promise, mean over services as expected and slow."""
        return WEIGHTS[0] * self.expected.attainment + WEIGHTS[1] * self.slow.attainment


@dataclass(frozen=True, eq=False)
class Verified:
    """A candidate and its replays."""

    screening: Screening
    """What the per-interval model saw of it."""
    expected: Outcome
    """With services as expected."""
    slow: Outcome
    """With services as slow as their band allows."""
    cost: Cost
    """What it costs."""
    grown: Grown | None = None
    """When the load has grown; none where it does not grow."""

    @property
    def candidate(self) -> Candidate:
        """Who was replayed."""
        return self.screening.turned.candidate

    @cached_property
    def attainment(self) -> float:
        """Share that keeps the promise, mean over services as expected and slow."""
        return judged_interval(self.expected, self.slow)[0]

    @cached_property
    def cautious(self) -> float:
        """What the days until the next plan keep in five of six cases: what is compared with the promise."""
        return judged_interval(self.expected, self.slow, self.grown)[2]


def judged_interval(expected: Outcome, slow: Outcome, grown: Grown | None = None) -> tuple[float, Interval, float]:
    """Return the attainment over both worlds, its 80 % interval, and what is compared with the promise.

    The interval is over services as fast and as slow as may be, and over other days such as these. What is compared is
    what the days until the next plan keep in five of six cases, and no more than what is kept when the load has
    *grown*: so much growth is one case in six itself, so nothing is taken off for chance there.
    """
    attainment = WEIGHTS[0] * expected.attainment + WEIGHTS[1] * slow.attainment
    error = daily_error((expected, slow))
    low = min(attainment - TENTH * error, slow.attainment)
    high = max(attainment + TENTH * error, expected.attainment)
    cautious = attainment - margin((expected, slow))
    cautious = cautious if grown is None else min(cautious, grown.attainment)
    return attainment, Interval(max(0.0, low), min(1.0, high)), cautious


def verified(bench: Bench, screening: Screening) -> Verified:
    """Return *screening* with its replays, two at a time."""
    room = screening.turned.dial.room
    return Verified(screening, *replayed(bench, screening.turned.candidate, room.offer.machine))


def replayed(bench: Bench, candidate: Candidate, machine: str) -> tuple[Outcome, Outcome, Cost, Grown | None]:
    """Return the replays of *candidate*, what it costs, and its replays with the grown load, if it grows.

    The first two are with services as expected and as slow as may be.
    """
    offer = bench.offer(machine)
    loads = [bench] if bench.grown is None else [bench, bench.grown]
    worlds = [(load, factor) for load in loads for factor in (1.0, slow_factor(offer))]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda world: _played(world[0], candidate, offer, world[1]), worlds))
    expected, slow = found[:2]
    likely, high = (_usd(bench, candidate, offer, each) for each in (expected, slow))
    low = min(likely, _floor(bench, candidate, offer))
    return expected, slow, Cost(low, likely, max(likely, high)), Grown(*found[2:]) if len(found) > 2 else None


def _played(bench: Bench, candidate: Candidate, offer: Offer, factor: float) -> Outcome:
    """Return what came of *candidate*, whose size may move."""
    return run_sized(bench, candidate, factor) if candidate.sizes else run(bench, offer, candidate.policy, factor)


def _usd(bench: Bench, candidate: Candidate, offer: Offer, outcome: Outcome) -> float:
    """Return what *outcome* of *candidate* costs a month."""
    if candidate.sizes:
        return usd_per_month(bench, candidate, outcome)
    return bench.meter(offer, candidate.policy).of(outcome)


def _floor(bench: Bench, candidate: Candidate, offer: Offer) -> float:
    """Return what the fewest replicas cost a month, of the cheapest size where it moves."""
    if candidate.sizes:
        offer = min(offers_of(bench, candidate), key=lambda each: each.usd_per_hour)
        return bench.meter(offer, candidate.policy).mean(float(candidate.policy.ladder))
    return bench.meter(offer, candidate.policy).mean(float(candidate.policy.bounds.low.min()))


def run(bench: Bench, offer: Offer, policy: Policy, factor: float) -> Outcome:
    """Return what came of *policy* when every time of the service is *factor* times as long.

    A load that is too long is replayed by its telling hours, the others being the per-interval model's account.
    """
    question, mishaps = bench.question, mishaps_of(bench.question, offer)
    if not bench.pieces:
        return replay(bench.trace, offer, policy, question.slo, question.seed, factor, mishaps)
    known = bench.capacity(offer, factor, max(2, int(policy.bounds.high.max())), policy.balancer)
    model = timeline(bench.ticks, known, policy, offer.startup)
    slow = replace(offer, service=offer.service.scaled(factor))
    return sampled(bench.trace, bench.pieces, slow, policy, question.slo, question.seed, model, mishaps)


def margin(outcomes: Sequence[Outcome]) -> float:
    """Return by how much the days until the next plan may keep less than these days on the mean, in five of six cases.

    The mean of `HORIZON_DAYS` further days scatters too: a prediction is off by sqrt(1 + days / further days) times
    the standard error, as Student's t for so few days.
    """
    days = math.ceil(len(outcomes[0].hours_offered) / HOURS_PER_DAY)
    return five_of_six(days - 1) * math.sqrt(1 + days / HORIZON_DAYS) * daily_error(outcomes)


def daily_error(outcomes: Sequence[Outcome]) -> float:
    """Return the standard error of the attainment over days: how much another draw of such days would differ."""
    days = np.mean([_misses_by_day(outcome) for outcome in outcomes], axis=0)
    offered = sum(_by_day(outcome.hours_offered) for outcome in outcomes) / len(outcomes)
    count = len(days)
    if count < 2:
        return 0.0
    left_out = [1 - share_of(np.delete(days, day), np.delete(offered, day)) for day in range(count)]
    return math.sqrt((count - 1) / count * float(np.sum((np.array(left_out) - np.mean(left_out)) ** 2)))


def _misses_by_day(outcome: Outcome) -> Floats:
    """Return (days,) requests that broke the promise."""
    return _by_day(outcome.hours_offered) - _by_day(outcome.hours_within)


def _by_day(hours: Counts) -> Floats:
    """Return (days,) sums of (hours,) counts; the last day may be shorter."""
    days = math.ceil(len(hours) / HOURS_PER_DAY)
    padded = np.zeros(days * HOURS_PER_DAY)
    padded[: len(hours)] = hours
    result: Floats = padded.reshape(days, HOURS_PER_DAY).sum(axis=1)
    return result
