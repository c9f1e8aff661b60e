"""From a question to an answer: search, compare with today and with the baselines, say what it rests on."""

import math
import time
from dataclasses import dataclass, replace

from modelhost.planner.answer import Plan
from modelhost.planner.baseline.judged import baselines, clairvoyant
from modelhost.planner.question import Question
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.judge import best_by_form, of_candidate, of_verified
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.search import Found, Progress, search
from modelhost.planner.verdict.assumption import assumptions
from modelhost.planner.verdict.bottleneck import bottleneck
from modelhost.planner.verdict.change import change, worthwhile
from modelhost.planner.verdict.fit import fits
from modelhost.planner.verdict.flip import flips
from modelhost.planner.verdict.loser import told
from modelhost.planner.verdict.note import notes, unjudged
from modelhost.planner.verdict.promise import cost_by_slo
from modelhost.planner.verdict.timeline import timeline
from modelhost.planner.verdict.verdicts import verdicts


@dataclass(frozen=True, eq=False)
class _Judgement:
    """Who won, who lost, and what they are compared with."""

    winner: Judged | None
    today: Judged | None
    by_form: dict[Form, Judged]
    others: tuple[Judged, ...]
    baselines: dict[str, Judged]


def plan(question: Question, progress: Progress | None = None) -> Plan:
    """Return the answer to *question*; *progress* is told what is done and which share of all is behind.

    The past of the question decides alone, and the same question gives the same answer.
    """
    begun = time.perf_counter()
    found = search(question, progress)
    judgement = _judged(found)
    return replace(_answer(found, judgement), seconds=time.perf_counter() - begun, stages=found.stages)


def _judged(found: Found) -> _Judgement:
    """Return who won, and everybody else with why not."""
    bench, target = found.bench, found.bench.question.slo.attainment
    best, today = found.race.best(), _today(found)
    winner = chosen(of_verified(bench, best) if best else None, today)
    by_form = {form: told(each, winner, target) for form, each in best_by_form(found.race, found.screened).items()}
    if winner is not None:
        by_form[winner.candidate.form] = winner
    compared = {name: told(each, winner, target) for name, each in baselines(bench, found.rooms).items()}
    return _Judgement(
        winner,
        told(today, winner, target) if today is not None and today is not winner else today,
        by_form,
        _others(found, winner),
        compared,
    )


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


def _others(found: Found, winner: Judged | None) -> tuple[Judged, ...]:
    """Return the best replay of every other form and machine, those that keep the promise first, cheapest first."""
    bench, target = found.bench, found.bench.question.slo.attainment
    best: dict[tuple[str, str], Judged] = {}
    for each in found.race.done:
        judged = told(of_verified(bench, each), winner, target)
        key = (judged.candidate.form, judged.candidate.machine)
        if key not in best or _rank(judged) < _rank(best[key]):
            best[key] = judged
    own = None if winner is None else (winner.candidate.form, winner.candidate.machine)
    return tuple(sorted((each for key, each in best.items() if key != own), key=_rank))


def _rank(judged: Judged) -> tuple[bool, float]:
    """Return what orders candidates: those that keep the promise first, cheapest first, else who keeps most."""
    return not judged.feasible, judged.cost.expected if judged.feasible else -judged.attainment


def _answer(found: Found, judgement: _Judgement) -> Plan:
    """Return everything that is told."""
    bench, winner = found.bench, judgement.winner
    replayed = None if winner is None else winner.outcome
    rivals = [each for each in (*judgement.others, *judgement.by_form.values()) if each.outcome is not None]
    answer = Plan(
        question=bench.question,
        winner=winner,
        today=judgement.today,
        runners_up=judgement.others,
        by_form=judgement.by_form,
        baselines=judgement.baselines,
        clairvoyant_usd_per_month=clairvoyant(bench, found.rooms),
        verdicts=(),
        change=change(judgement.today, winner),
        cost_by_slo=() if winner is None else cost_by_slo(bench, found.rooms, winner),
        timeline=None if winner is None or replayed is None else timeline(bench.trace, replayed, _rps(found, winner)),
        assumptions=tuple(assumptions(bench, winner)),
        flips=() if winner is None else tuple(flips(bench, winner, rivals)),
        bottleneck=None if winner is None else bottleneck(bench, winner),
        fits=tuple(fits(bench.question, found.rooms)),
        notes=tuple(notes(bench)),
        screened=len(found.screened),
        verified=len(found.race.done),
    )
    return replace(answer, verdicts=tuple(verdicts(answer)))


def _rps(found: Found, winner: Judged) -> float:
    """Return MAX_RPS of the winner's machine."""
    machine = winner.candidate.machine
    return next((room.max_rps for room in found.rooms if room.offer.machine == machine), math.nan)
