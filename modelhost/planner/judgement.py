"""Who wins, who loses and why, and what they are compared with."""

from dataclasses import dataclass, field, replace

from modelhost.planner.baseline.judged import baselines
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.constraint import zones_may_fail
from modelhost.planner.search.exchanged import exchanges
from modelhost.planner.search.judge import best_by_form, of_candidate, of_verified
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.search import Found
from modelhost.planner.service.physical.proof import Proof
from modelhost.planner.verdict.change import worthwhile
from modelhost.planner.verdict.loser import told
from modelhost.planner.verdict.note import unjudged
from modelhost.planner.verdict.proven import Proved, holding, proof_of
from modelhost.planner.verdict.struck import lost_words, standing, surviving


@dataclass(frozen=True, eq=False)
class Judgement:
    """Who won, who lost, and what they are compared with."""

    winner: Judged | None
    """Cheapest that keeps the promise, or what stands where that saves too little; none when nothing does."""
    today: Judged | None
    """What stands; none where it cannot be judged."""
    by_form: dict[Form, Judged]
    """The best of each form."""
    others: tuple[Judged, ...]
    """The best of every other form and machine, those that keep the promise first, cheapest first."""
    baselines: dict[str, Judged]
    """The yardsticks, by name."""
    proof: Proof | None = None
    """What the winner keeps token by token; none where no tokens are promised, or nothing tells."""
    aside: dict[int, str] = field(default_factory=dict)
    """Why those lost that keep the promise by the request and not token by token, by the identity of the candidate."""


def judged(found: Found) -> Judgement:
    """Return who won, and everybody else with why not."""
    bench, target = found.bench, found.bench.question.slo.attainment
    sized = _exchanged(found)
    proved = _proved(found, sized)
    best, struck = _best(found, proved.left)
    best, today = standing(bench, best, _today(found), struck)
    winner = chosen(best, today)
    forms = _by_form(found) | ({Form.SIZES: sized} if sized else {})
    by_form = {
        form: told(_without_zone(_set_aside(each, proved), winner, struck, target), winner, target)
        for form, each in forms.items()
    }
    if winner is not None:
        by_form[winner.candidate.form] = winner
    compared = {name: told(each, winner, target) for name, each in baselines(bench, found.rooms).items()}
    return Judgement(
        winner,
        told(today, winner, target) if today is not None and today is not winner else today,
        by_form,
        _others(found, winner, [sized] if sized else [], struck, proved),
        compared,
        None if winner is None else proved.proofs.get(id(winner.candidate)) or proof_of(bench, winner),
        proved.aside,
    )


def _by_form(found: Found) -> dict[Form, Judged]:
    """Return the best of each form, with why those lost that do not bear a lost zone."""
    best = best_by_form(found.race, found.screened)
    lost = "does not bear the load without a zone, by the per-interval model"
    return {
        form: replace(each, feasible=False, why=lost) if id(each.candidate) in found.struck else each
        for form, each in best.items()
    }


def _exchanged(found: Found) -> Judged | None:
    """Return the cheapest exchange of two sizes by the clock that may keep the promise, replayed; none without one."""
    likely = exchanges(found.bench, found.rooms)
    return of_candidate(found.bench, likely[0]) if likely else None


def _proved(found: Found, sized: Judged | None) -> Proved:
    """Return who keeps the promise, cheapest first, without those that break it token by token."""
    bench, race = found.bench, found.race
    kept = [of_verified(bench, each) for each in race.done if race.holds(each)]
    kept = [each for each in [*kept, sized] if each and each.feasible]
    return holding(bench, sorted(kept, key=lambda each: each.cost.expected))


def _best(found: Found, kept: list[Judged]) -> tuple[Judged | None, dict[int, float]]:
    """Return the first of *kept*, without a zone too where that is asked, and what each kept then."""
    if not zones_may_fail(found.bench.question):
        return (kept[0] if kept else None), {}
    return surviving(found.bench, kept)


def _set_aside(judged: Judged, proved: Proved) -> Judged:
    """Return *judged* with why it lost, where that is what it keeps token by token."""
    why = proved.aside.get(id(judged.candidate), "")
    return replace(judged, feasible=False, why=why) if why else judged


def chosen(best: Judged | None, today: Judged | None) -> Judged | None:
    """Return *today* where it keeps the promise and *best* of the others saves too little to change, else *best*."""
    if today is None or not today.feasible:
        return best
    return best if best is not None and worthwhile(today, best) else today


def _today(found: Found) -> Judged | None:
    """Return what stands today, judged like everybody; none where it cannot be judged."""
    question = found.bench.question
    if question.today is None or unjudged(question):
        return None
    return of_candidate(found.bench, question.today)


def _others(
    found: Found, winner: Judged | None, further: list[Judged], struck: dict[int, float], proved: Proved
) -> tuple[Judged, ...]:
    """Return the best replay of every other form and machine, those that keep the promise first, cheapest first."""
    bench, target = found.bench, found.bench.question.slo.attainment
    best: dict[tuple[str, str], Judged] = {}
    for each in [*(of_verified(bench, each) for each in found.race.done), *further]:
        one = told(_without_zone(_set_aside(each, proved), winner, struck, target), winner, target)
        key = (one.candidate.form, one.candidate.machine)
        if key not in best or _rank(one) < _rank(best[key]):
            best[key] = one
    own = None if winner is None else (winner.candidate.form, winner.candidate.machine)
    return tuple(sorted((each for key, each in best.items() if key != own), key=_rank))


def _without_zone(judged: Judged, winner: Judged | None, struck: dict[int, float], target: float) -> Judged:
    """Return *judged* with why it lost, where that was a lost zone: it is cheaper than the winner."""
    kept = struck.get(id(judged.candidate))
    if winner is None or kept is None or kept >= target or not judged.feasible:
        return judged
    if judged.cost.expected >= winner.cost.expected:
        return judged
    return replace(judged, feasible=False, why=lost_words(kept, target))


def _rank(judged: Judged) -> tuple[bool, float]:
    """Return what orders candidates: those that keep the promise first, cheapest first, else who keeps most."""
    return not judged.feasible, judged.cost.expected if judged.feasible else -judged.attainment
