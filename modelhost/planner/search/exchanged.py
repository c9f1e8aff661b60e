"""Sizes by the clock as a way to scale: a smaller machine while it bears the load, a larger one while it does not."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.clock import TICK_SECONDS
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.search.bench import WEIGHTS, Bench, share_of, slow_factor
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.crossed import Plot, bounds_between
from modelhost.planner.search.room import Room
from modelhost.planner.search.sized import composed, offers_of, usd_per_hour
from modelhost.planner.search.timetable import entries
from modelhost.planner.search.world import warmup_seconds

BEST = 3
"""Machine types of the best value that may take turns, beside those that stand."""
PENALTY = 12.0
"""Quarters of an hour that a larger size may run in vain to save an exchange, which pays both for a start-up."""
SAFETIES = (0.9, 1.0, 1.15)
"""Factors on the load that the exchange is learnt from."""
QUANTILE = 1.0
"""Share of the alike days whose load it bears."""
MOST_COUNT = 4
"""Replicas of each size up to which it is looked at: a fleet of more follows the load by their number."""


def exchanges(bench: Bench, rooms: Sequence[Room]) -> list[Candidate]:
    """Return exchanges of two sizes by the clock that seem to keep the promise, cheapest first; none without a week."""
    target, rows = bench.question.slo.attainment, []
    for small, large in pairs(bench, rooms):
        for candidate in _plotted(bench, small, large):
            kept, usd = _screened(bench, candidate)
            if kept >= target:
                rows.append((usd, candidate))
    return [candidate for _, candidate in sorted(rows, key=lambda row: row[0])]


def pairs(bench: Bench, rooms: Sequence[Room]) -> Iterator[tuple[Room, Room]]:
    """Yield a smaller machine and a larger one that may take turns."""
    question = bench.question
    standing = {question.today_machine, *question.today_sizes}
    ranked = sorted(rooms, key=lambda room: room.usd_per_million)
    likely = [room for place, room in enumerate(ranked) if place < BEST or room.offer.machine in standing]
    likely.sort(key=lambda room: room.offer.usd_per_hour)
    for place, small in enumerate(likely):
        for large in likely[place + 1 :]:
            if large.bears[0] > small.bears[0]:
                yield small, large


def _plotted(bench: Bench, small: Room, large: Room) -> Iterator[Candidate]:
    """Yield the exchanges that the past teaches, with as many replicas as the larger size needs at its peak."""
    past = bench.past
    for rhythm in past.rhythms[-1:]:
        for safety in SAFETIES:
            plot = Plot(rhythm, QUANTILE, safety, PENALTY)
            count = max(int(past.learnt(plot, large).max()), small.least)
            week, tried = past.learnt(plot, small) > count, past.tried(plot, small) > count
            if count <= min(MOST_COUNT, small.most, large.most) and 0 < week.mean() < 1:
                yield _candidate(bench, (small, large), count, week.astype(np.int64), tried.astype(np.int64))


def _candidate(bench: Bench, rooms: tuple[Room, Room], count: int, week: Counts, tried: Counts) -> Candidate:
    """Return *count* replicas whose size is the place that (WEEK_STEPS,) *week* and (steps,) *tried* tell, from 0."""
    sizes = tuple(room.offer.machine for room in rooms)
    schedule: list[dict[str, Any]] = [
        {**entry, "size": sizes[entry["size"]]} for entry in entries(week, "size", bench.past.timezone)
    ]
    scaling = {"strategy": "vertical", "sizes": list(sizes), "replicas": {"count": count}, "schedule": schedule}
    bounds: Bounds = bounds_between(tried + 1, tried + 1)
    policy = Policy(Fixed(), bounds, int(bounds.low[0]), ladder=count)
    machine = sizes[int(week[0])]
    settings = {"count": float(count), "changes": float(len(schedule))}
    return Candidate(Form.SIZES, machine, policy, settings, scaling, sizes=sizes)


def _screened(bench: Bench, candidate: Candidate) -> tuple[float, float]:
    """Return the share that keeps the promise, over services as expected and slow, and USD an hour."""
    offers, first = offers_of(bench, candidate), round(warmup_seconds(bench.trace) / TICK_SECONDS)
    kept = []
    for factor in (1.0, slow_factor(offers[0])):
        seen, paid = composed(bench, candidate, factor)
        kept.append(share_of(seen.offered[first:] * seen.attainment[first:], seen.offered[first:]))
    return float(np.dot(WEIGHTS, kept)), usd_per_hour(bench, candidate, paid[first:].mean(axis=0))
