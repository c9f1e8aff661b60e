"""Which stretches of a load are replayed token by token, and the fleet that served each."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import Outcome

LEAD_SECONDS = 300
"""Before each stretch that long is replayed too and not counted: longer than an answer takes."""
MOST_HOURS = 24
"""Hours that are replayed at most, where not all can be."""
LAUNCHES = 200
"""Launches that cost a request as much time as its own tokens: each is looked at for the least busy one."""


class Stretch(NamedTuple):
    """A part of the load, in seconds since its start."""

    begin: float
    """From when requests count."""
    end: float
    """Until when."""
    attainment: float
    """What the request-level simulator says of it."""
    whole: bool = False
    """Whether it is all of the load."""

    def of(self, trace: Trace, outcome: Outcome) -> tuple[Trace, Outcome]:
        """Return the requests, those of the lead included, and the fleet that was in service meanwhile."""
        if self.whole or trace.requests is None:
            return trace, outcome
        edges = (np.array([max(0.0, self.begin - LEAD_SECONDS), self.end]) * SECOND_NS).astype(np.int64)
        first, last = np.searchsorted(trace.requests.arrival_ns, edges)
        some = replace(trace, requests=trace.requests.part(int(first), int(last)))
        return some, _fleet(outcome, int(edges[0]), int(edges[1]), self.begin)


def stretches(trace: Trace, outcome: Outcome, budget: float) -> tuple[Stretch, ...]:
    """Return all of *trace* where *budget* allows, else its busiest hour and as many others, evenly spread.

    The budget counts requests with few replicas; a request among n launches counts as 1 + n / `LAUNCHES`. An hour that
    is too much by itself is cut at its end. Requests must be known one by one.
    """
    whole = Stretch(outcome.warmup_seconds, trace.seconds, outcome.attainment, whole=True)
    if _work(trace, outcome, whole) <= budget:
        return (whole,)
    hours = _hours(trace, outcome)
    for count in range(min(MOST_HOURS, len(hours)), 0, -1):
        chosen = _spread(hours, outcome, count)
        if sum(_work(trace, outcome, each) for each in chosen) <= budget:
            return chosen
    longest = _spread(hours, outcome, 1)[0] if hours else whole._replace(whole=False)
    share = budget / _work(trace, outcome, longest)
    return (longest._replace(end=longest.begin + share * (longest.end - longest.begin)),)


def _hours(trace: Trace, outcome: Outcome) -> list[int]:
    """Return the whole clock-hours after the warm-up in which something was asked."""
    first, last = math.ceil(outcome.warmup_seconds / HOUR_SECONDS), int(trace.seconds // HOUR_SECONDS)
    return [hour for hour in range(first, min(last, len(outcome.hours_offered))) if outcome.hours_offered[hour]]


def _spread(hours: Sequence[int], outcome: Outcome, count: int) -> tuple[Stretch, ...]:
    """Return the busiest of *hours* and *count* - 1 others, evenly spread."""
    busiest = max(hours, key=lambda hour: int(outcome.hours_offered[hour]))
    places = np.linspace(0, len(hours) - 1, count + 1)[1:-1] if count > 1 else np.empty(0)
    chosen = sorted({busiest, *(hours[round(place)] for place in places.tolist())})
    return tuple(
        Stretch(hour * HOUR_SECONDS, (hour + 1) * HOUR_SECONDS, float(outcome.hours_within[hour]) / offered)
        for hour in chosen
        for offered in [float(outcome.hours_offered[hour])]
    )


def _work(trace: Trace, outcome: Outcome, where: Stretch) -> float:
    """Return what *where* takes of a budget."""
    part, fleet = where.of(trace, outcome)
    count = 0 if part.requests is None else len(part.requests.arrival_ns)
    launches = int(np.maximum(np.diff(fleet.serving, prepend=0), 0).sum())
    return count * (1 + launches / LAUNCHES)


def _fleet(outcome: Outcome, begin_ns: int, end_ns: int, counted_from: float) -> Outcome:
    """Return *outcome* with the replicas in service from *begin_ns* to *end_ns* only."""
    first = max(0, int(np.searchsorted(outcome.changed_ns, begin_ns, side="right")) - 1)
    last = max(first + 1, int(np.searchsorted(outcome.changed_ns, end_ns)))
    return replace(
        outcome,
        changed_ns=np.maximum(outcome.changed_ns[first:last], begin_ns),
        serving=outcome.serving[first:last],
        paid=outcome.paid[first:last],
        warmup_seconds=counted_from,
    )
