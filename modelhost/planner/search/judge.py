"""From screenings and replays to what is told of a candidate: its cost, what it keeps, and why it lost."""

from collections.abc import Iterable

from modelhost.planner.outcome import Outcome
from modelhost.planner.search.bench import Bench, Screening
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.constraint import broken
from modelhost.planner.search.judged import Cost, Fidelity, Interval, Judged
from modelhost.planner.search.race import Race
from modelhost.planner.search.verify import Grown, Verified, judged_interval, replayed


def of_verified(bench: Bench, found: Verified, why: str = "") -> Judged:
    """Return what is told of a replayed candidate."""
    return of_replays(bench, found.candidate, found.expected, found.slow, found.cost, found.grown, why)


def of_replays(
    bench: Bench,
    candidate: Candidate,
    expected: Outcome,
    slow: Outcome,
    cost: Cost,
    grown: Grown | None = None,
    why: str = "",
) -> Judged:
    """Return what is told of a candidate and its replays."""
    attainment, interval, cautious = judged_interval(expected, slow, grown)
    trouble = broken(bench, candidate, expected) or _outgrown(bench, attainment, grown)
    return Judged(
        candidate=candidate,
        cost=cost,
        attainment=attainment,
        interval=interval,
        worst_hour=expected.worst_hour,
        mean_replicas=expected.mean_replicas,
        peak_replicas=int(expected.paid.max(initial=0)),
        feasible=cautious >= bench.question.slo.attainment and not trouble,
        why=trouble or why,
        fidelity=Fidelity.SAMPLED if bench.pieces else Fidelity.REPLAYED,
        outcome=expected,
    )


def of_candidate(bench: Bench, candidate: Candidate, why: str = "") -> Judged:
    """Return what is told of *candidate*, replayed now."""
    return of_replays(bench, candidate, *replayed(bench, candidate, candidate.machine), why)


def _outgrown(bench: Bench, attainment: float, grown: Grown | None) -> str:
    """Return that the promise is kept today but not when the load has *grown*, with the numbers; empty when not so."""
    target = bench.question.slo.attainment
    if grown is None or bench.grown is None or attainment < target or grown.attainment >= target:
        return ""
    factor = bench.grown.trace.total / bench.trace.total
    return f"keeps {attainment:.2%} now, {grown.attainment:.2%} when the load is {factor:.2f} times that, as it may be"


def of_screening(bench: Bench, found: Screening, why: str = "") -> Judged:
    """Return what is told of a candidate that was only screened; its cost is one number."""
    attainment = 1 - found.misses
    low = min(attainment, found.attainment, found.attainment if found.slow != found.slow else found.slow)
    policy = found.turned.candidate.policy
    floor = bench.meter(found.turned.dial.room.offer, policy).mean(float(policy.bounds.low.min()))
    usd = found.usd_per_month
    return Judged(
        candidate=found.turned.candidate,
        cost=Cost(min(floor, usd), usd, usd),
        attainment=attainment,
        interval=Interval(low, max(attainment, found.attainment)),
        worst_hour=found.worst_hour,
        mean_replicas=found.mean_replicas,
        peak_replicas=found.peak_replicas,
        feasible=attainment >= bench.question.slo.attainment,
        why=why,
    )


def best_by_form(race: Race, screened: Iterable[Screening]) -> dict[Form, Judged]:
    """Return the best of each form: replayed and holding, else the one that holds more of the promise."""
    bench = race.bench
    result: dict[Form, Judged] = {}
    for form in Form:
        best = race.best(form)
        replays = [each for each in race.done if each.candidate.form is form]
        rows = [each for each in screened if each.turned.dial.form is form]
        if best is not None:
            result[form] = of_verified(bench, best)
        elif replays:
            result[form] = of_verified(bench, max(replays, key=lambda each: each.cautious))
        elif rows:
            result[form] = of_screening(bench, _cheapest(rows, bench.question.slo.attainment))
    return result


def _cheapest(rows: list[Screening], target: float) -> Screening:
    """Return the cheapest that keeps the promise as the model sees it, else the one that keeps most of it."""
    kept = [each for each in rows if each.attainment >= target]
    return min(kept, key=lambda each: each.usd_per_month) if kept else max(rows, key=lambda each: each.attainment)
