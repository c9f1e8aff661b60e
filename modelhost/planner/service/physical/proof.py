"""A plan's fleet proved token by token: what the fleet's simulator decided, served by continuous batching."""

from typing import NamedTuple

import numpy as np

from modelhost.catalog.machine import Machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.batching.replay import Replayed, replay
from modelhost.planner.batching.step import Step
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import Outcome
from modelhost.planner.service.physical.estimate import split
from modelhost.planner.service.physical.llm import server
from modelhost.planner.service.physical.stretch import stretches
from modelhost.planner.service.slo import Slo

MOST_REQUESTS = 4_000_000
"""The first so many are replayed: a second or two and 100 MB."""
BUDGET = 1_000_000
"""Requests that a proof may replay with few replicas, fewer with many launches: 0.3 to 1.4 us each were measured."""


class Proof(NamedTuple):
    """What a fleet keeps token by token, beside what the request-level simulator says of the same hours."""

    attainment: float
    """Share of the replayed requests that kept the promise."""
    by_request: float
    """Share of the same hours that keeps it by the request-level simulator."""
    expected: float
    """What that simulator says of the whole load, corrected by the difference of the two above."""
    offered: int
    """Requests that were replayed, those that warm a stretch up left out."""
    hours: float
    """Length of what was replayed."""
    whole: bool
    """Whether all of the load was."""


def proved(
    architecture: Architecture,
    target: Machine,
    serving: Serving,
    trace: Trace,
    outcome: Outcome,
    slo: Slo,
    may_split: bool = False,
    factor: float = 1.0,
    budget: float = BUDGET,
) -> Proof | None:
    """Return what `replayed` says of the whole load, or of as many of its hours as *budget* requests allow.

    The hours are the busiest and others evenly spread. None where the trace does not tell single requests with their
    lengths; LookupError as `replayed`.
    """
    if not lengths_known(trace):
        return None
    offered, within, told, seconds = 0, 0, 0.0, 0.0
    where = stretches(trace, outcome, budget)
    for each in where:
        part, fleet = each.of(trace, outcome)
        found = replayed(architecture, target, serving, part, fleet, slo, may_split=may_split, factor=factor)
        assert found is not None
        offered, within = offered + found.offered, within + found.within
        told, seconds = told + found.offered * each.attainment, seconds + each.end - each.begin
    if not offered:
        return None
    kept, by_request = within / offered, told / offered
    expected = min(1.0, max(0.0, outcome.attainment + kept - by_request))
    return Proof(kept, by_request, expected, offered, seconds / 3_600, len(where) == 1 and where[0].whole)


def lengths_known(trace: Trace) -> bool:
    """Return whether *trace* tells single requests with the tokens of their prompts and answers."""
    requests = trace.requests
    return requests is not None and requests.input_tokens is not None and requests.output_tokens is not None


def replayed(
    architecture: Architecture,
    target: Machine,
    serving: Serving,
    trace: Trace,
    outcome: Outcome,
    slo: Slo,
    cached_share: float = 0.0,
    copies: int = 1,
    may_split: bool = False,
    factor: float = 1.0,
) -> Replayed | None:
    """Return what the requests of *trace* meet on *target* machines, as many as *outcome* had in service at each time.

    None where the trace does not tell single requests with their lengths. *outcome* is that of `simulate` with the
    service that `estimate` gave for the same words; its warm-up is left out here too. The requests go to the least busy
    of all copies, and every time is *factor* times the model's. LookupError where the model does not fit or no data
    sheet is known, as `estimate` says it.
    """
    requests = trace.requests
    if requests is None or requests.input_tokens is None or requests.output_tokens is None:
        return None
    some = requests.part(0, min(MOST_REQUESTS, len(requests.arrival_ns)))
    assert some.input_tokens is not None
    step = slowed(server(architecture, target, split(architecture, target, serving, may_split)), factor)
    cached = (some.input_tokens * cached_share).astype(np.int64) if cached_share else None
    return replay(some, step, outcome, slo, cached, copies)


def slowed(step: Step, factor: float) -> Step:
    """Return *step* with every time *factor* times as long."""
    if factor == 1.0:
        return step
    return step._replace(
        linear_ps=np.round(step.linear_ps * factor).astype(np.int64),
        cache_ps=round(step.cache_ps * factor),
        pair_ps=round(step.pair_ps * factor),
        intake_ps=round(step.intake_ps * factor),
    )
