"""What all candidates of a question are judged on: the same load, the same past, the same meter."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import HOUR_SECONDS
from modelhost.planner.interval.capacity import Capacity, capacity
from modelhost.planner.interval.screen import screen
from modelhost.planner.interval.ticks import tick_counts
from modelhost.planner.load.gap import filled
from modelhost.planner.load.trace import Trace
from modelhost.planner.money.charge import scaling_alarms
from modelhost.planner.money.meter import Meter
from modelhost.planner.policy import Balancer, Policy
from modelhost.planner.question import Offer, Question
from modelhost.planner.search.crossed import Past, past_of
from modelhost.planner.search.dial import Turned
from modelhost.planner.search.excerpt import Piece, pieces
from modelhost.planner.search.growth import grown
from modelhost.planner.search.room import Room
from modelhost.planner.search.rooms import arrival_cv
from modelhost.planner.search.world import warmup_seconds

REQUESTS_PER_SECOND = 12e6
"""Requests that two cores are taken to replay in a second; one was measured to do 11 to 15 million. Time is counted in
requests, never by the clock: so the same question always gets the same answer."""
SHARE_OF_REPLAYS = 0.5
"""Share of the time allowed that the search for the winner may take."""
LEAST_REPLAYS, MOST_REPLAYS = 6, 24
"""Fewest and most candidates that are replayed in search of the winner, before settings beside them."""
LEAST_HOURS = 24
"""A shorter load is always replayed as a whole."""
SLOW_SHARE = 2 / 3
"""Where in the upper half of a service's band the slow world lies: the middle of the slowest third of all worlds."""
WEIGHTS = (2 / 3, 1 / 3)
"""Of the expected and the slow service in the attainment: of three worlds one is slow, and a fast one only helps."""


def slow_factor(offer: Offer) -> float:
    """Return how many times as long a request takes when the service is slow."""
    return 1 + SLOW_SHARE * (offer.service.band[1] - 1)


@dataclass(frozen=True, eq=False)
class Screening:
    """A candidate as the per-interval model sees it."""

    turned: Turned
    """Who."""
    attainment: float
    """Share that keeps the promise."""
    worst_hour: float
    """Lowest share of a clock-hour."""
    mean_replicas: float
    """Replicas paid for, mean."""
    peak_replicas: int
    """Replicas paid for, most."""
    usd_per_month: float
    """What it costs."""
    slow: float = math.nan
    """The attainment when services are slow; nan where nobody looked."""
    grown: float = math.nan
    """The attainment when the load has grown; nan where it does not grow, or nobody looked."""

    @property
    def misses(self) -> float:
        """Share that breaks the promise: mean over services as expected and slow, or with the grown load if more."""
        slow = self.attainment if math.isnan(self.slow) else self.slow
        kept = WEIGHTS[0] * self.attainment + WEIGHTS[1] * slow
        return 1 - (kept if math.isnan(self.grown) else min(kept, self.grown))


@dataclass(frozen=True, eq=False)
class Bench:
    """The load of a question, and what it takes to judge with it."""

    question: Question
    """What was asked."""
    capacities: dict[tuple[str, float, int, Balancer], Capacity] = field(default_factory=dict)
    """What fleets bear, by machine, slowness, most replicas and balancer, as far as it was asked for."""

    @cached_property
    def trace(self) -> Trace:
        """The load, with what nobody saw filled in."""
        return filled(self.question.trace)

    @cached_property
    def ticks(self) -> Floats:
        """Requests offered every ten seconds."""
        return tick_counts(self.trace, self.question.seed)

    @cached_property
    def grown(self) -> "Bench | None":
        """The same with as much more load as the next days may bring by the past; none where it does not grow."""
        trace = grown(self.question.trace, self.question.timezone)
        return None if trace is None else Bench(replace(self.question, trace=trace), self.capacities)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The telling hours that stand for a load too long to be replayed often; none when all of it can be."""
        worlds = 2 if self.grown is None else 4
        budget = self.question.budget_seconds * REQUESTS_PER_SECOND * SHARE_OF_REPLAYS / (worlds * LEAST_REPLAYS)
        if self.trace.total <= budget or self.trace.seconds < LEAST_HOURS * HOUR_SECONDS:
            return ()
        return pieces(self.trace, budget, self.question.seed)

    @cached_property
    def past(self) -> Past:
        """The past as schedules see it."""
        return past_of(self.question.trace, self.question.timezone)

    def offer(self, machine: str) -> Offer:
        """Return the offer of *machine*; LookupError when there is none."""
        for each in self.question.offers:
            if each.machine == machine:
                return each
        raise LookupError(f"{machine}: nothing is known of it; add it to the machines that the plan looks at")

    def meter(self, offer: Offer, policy: Policy | None = None) -> Meter:
        """Return the meter of *offer*, with the alarms that *policy* makes."""
        fixed = self.question.fixed_usd_per_month
        if policy is not None:
            fixed += scaling_alarms(policy.autoscaler).usd_per_month
        return Meter(offer.usd_per_hour, fixed, self.question.committed_ratio)

    def needed(self, room: Room) -> Counts:
        """Return (windows,) replicas that bear the rate of each window."""
        return room.needed(self.trace.rate_per_second)

    def screen(self, found: Sequence[Turned]) -> list[Screening]:
        """Return what the per-interval model sees of each candidate, machine by machine."""
        by_machine: dict[str, list[Turned]] = defaultdict(list)
        for each in found:
            by_machine[each.dial.room.offer.machine].append(each)
        return [row for group in by_machine.values() for row in self._machine(group)]

    def slowed(self, found: Sequence[Screening]) -> list[Screening]:
        """Return *found* with what the model sees of them when services are slow, and when the load has grown."""
        by_machine: dict[str, list[Screening]] = defaultdict(list)
        for each in found:
            by_machine[each.turned.dial.room.offer.machine].append(each)
        return [row for group in by_machine.values() for row in self._stressed(group)]

    def _stressed(self, group: Sequence[Screening]) -> Iterator[Screening]:
        """Yield candidates on one machine with what the model sees of them under stress."""
        who = [row.turned for row in group]
        grown = [math.nan] * len(who) if self.grown is None else self.grown._kept(who)
        for row, seen, kept in zip(group, self._machine(who, slow=True), grown, strict=True):
            yield replace(row, slow=seen.attainment, grown=kept)

    def _kept(self, group: Sequence[Turned]) -> list[float]:
        """Return what candidates on one machine keep, mean over services as expected and slow."""
        expected, slow = self._machine(group), self._machine(group, slow=True)
        return [WEIGHTS[0] * a.attainment + WEIGHTS[1] * b.attainment for a, b in zip(expected, slow, strict=True)]

    def _machine(self, group: Sequence[Turned], slow: bool = False) -> list[Screening]:
        """Return what the model sees of candidates on one machine."""
        offer = group[0].dial.room.offer
        policies = [each.candidate.policy for each in group]
        most = max(2, *(int(policy.bounds.high.max()) for policy in policies))
        known = self.capacity(offer, slow_factor(offer) if slow else 1.0, most)
        seen = screen(self.ticks, known, policies, offer.startup, warmup_seconds(self.trace))
        rows = zip(group, seen.attainment, seen.worst_hour, seen.mean_replicas, seen.peak_replicas, strict=True)
        meters = [self.meter(offer, policy) for policy in policies]
        return [
            Screening(each, float(kept), float(worst), float(mean), int(peak), meter.mean(float(mean)))
            for meter, (each, kept, worst, mean, peak) in zip(meters, rows, strict=True)
        ]

    def capacity(
        self, offer: Offer, factor: float, most: int, balancer: Balancer = Balancer.LEAST_OUTSTANDING
    ) -> Capacity:
        """Return what fleets of *offer* of up to *most* replicas bear when every time is *factor* times as long."""
        key = (offer.machine, factor, most, balancer)
        if key not in self.capacities:
            service, cv = offer.service.scaled(factor), arrival_cv(self.question.trace)
            self.capacities[key] = capacity(service, self.question.slo, most, balancer, cv)
        return self.capacities[key]


def share_of(part: Floats, whole: Floats) -> float:
    """Return *part* over *whole*, all together; 1 where nothing was offered."""
    total = float(np.sum(whole))
    return float(np.sum(part)) / total if total else 1.0
