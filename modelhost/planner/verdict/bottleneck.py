"""What breaks first when the load grows."""

from modelhost.planner.answer import Bottleneck
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.judged import Judged
from modelhost.planner.verdict.sweep import Change, Seen, under
from modelhost.planner.verdict.wording import share

FACTORS = tuple(1.05**step for step in range(1, 43))
"""Multiples of the load that are tried: up to 8."""


def bottleneck(bench: Bench, winner: Judged) -> Bottleneck:
    """Return at which multiple of the load *winner* breaks the promise, and what has run out there."""
    target = bench.question.slo.attainment
    usual = _at(bench, winner, 1.0)
    error = winner.attainment - usual.attainment
    double = min(1.0, _at(bench, winner, 2.0).attainment + error)
    for factor in FACTORS:
        seen = _at(bench, winner, factor)
        if seen.attainment + error < target:
            what = _what(winner, seen)
            text = (
                f"At {factor:.2g} times the load {what} breaks the promise; at twice the load {share(double)} is kept."
            )
            return Bottleneck(what, factor, double, text)
    text = f"Up to {FACTORS[-1]:.0f} times the load nothing breaks the promise."
    return Bottleneck("nothing", FACTORS[-1], double, text)


def _at(bench: Bench, winner: Judged, factor: float) -> Seen:
    """Return the winner at *factor* times the load."""
    return under(bench, [winner], Change(load=factor))[0]


def _what(winner: Judged, seen: Seen) -> str:
    """Return what has run out."""
    candidate = winner.candidate
    most = int(candidate.policy.bounds.high.max())
    if not candidate.form.demand_driven:
        return f"the count of {most} replicas" if not candidate.form.scheduled else "the scheduled counts"
    if seen.peak_replicas >= most:
        return f"the limit of {most} replicas"
    return "the time that new replicas take to start"
