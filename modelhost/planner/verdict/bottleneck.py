"""What breaks first when the load grows."""

from modelhost.planner.answer import Bottleneck
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.judged import Judged
from modelhost.planner.verdict.sweep import Change, Seen, under
from modelhost.planner.verdict.wording import share

FACTORS = (1.25, 1.5, 2.0, 3.0, 5.0, 8.0)
"""Multiples of the load that are tried first."""
HALVINGS = 4
"""Halvings of the stretch in which the promise breaks."""


def bottleneck(bench: Bench, winner: Judged) -> Bottleneck:
    """Return at which multiple of the load *winner* breaks the promise, and what has run out there."""
    target = bench.question.slo.attainment
    usual = _at(bench, winner, 1.0)
    error = winner.attainment - usual.attainment
    double = min(1.0, _at(bench, winner, 2.0).attainment + error)
    held = 1.0
    for factor in FACTORS:
        if _at(bench, winner, factor).attainment + error < target:
            broken = _edge(bench, winner, held, factor, target - error)
            what = _what(winner, _at(bench, winner, broken))
            text = f"At {broken:.2g} times the load {what} breaks the promise; twice the load keeps {share(double)}."
            return Bottleneck(what, broken, double, text)
        held = factor
    text = f"Up to {FACTORS[-1]:.0f} times the load nothing breaks the promise."
    return Bottleneck("nothing", FACTORS[-1], double, text)


def _edge(bench: Bench, winner: Judged, held: float, broken: float, target: float) -> float:
    """Return the multiple of the load, between *held* and *broken*, at which *target* is first missed."""
    for _ in range(HALVINGS):
        middle = (held + broken) / 2
        if _at(bench, winner, middle).attainment < target:
            broken = middle
        else:
            held = middle
    return broken


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
