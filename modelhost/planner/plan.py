"""From a question to an answer: search, compare with today and with the baselines, say what it rests on."""

import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from modelhost.planner.answer import Plan, Timeline
from modelhost.planner.baseline.judged import clairvoyant
from modelhost.planner.judgement import Judgement, judged
from modelhost.planner.question import Question
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.search import Found, Progress, search
from modelhost.planner.verdict.assumption import assumptions
from modelhost.planner.verdict.band import band_verdict
from modelhost.planner.verdict.bottleneck import bottleneck
from modelhost.planner.verdict.change import change
from modelhost.planner.verdict.fit import fits
from modelhost.planner.verdict.flip import flips
from modelhost.planner.verdict.note import notes
from modelhost.planner.verdict.promise import cost_by_slo
from modelhost.planner.verdict.proven import proof_verdict, proof_words
from modelhost.planner.verdict.struck import mishap_notes, zone_verdict
from modelhost.planner.verdict.timeline import sized, timeline
from modelhost.planner.verdict.verdicts import verdicts


def plan(question: Question, progress: Progress | None = None) -> Plan:
    """Return the answer to *question*; *progress* is told what is done and which share of all is behind.

    The past of the question decides alone, and the same question gives the same answer.
    """
    begun = time.perf_counter()
    found = search(question, progress)
    judgement = judged(found)
    return replace(_answer(found, judgement), seconds=time.perf_counter() - begun, stages=found.stages)


def _answer(found: Found, judgement: Judgement) -> Plan:
    """Return everything that is told."""
    bench, winner, target = found.bench, judgement.winner, found.bench.question.slo.attainment
    answer = Plan(
        question=bench.question,
        winner=winner,
        today=judgement.today,
        runners_up=judgement.others,
        by_form=judgement.by_form,
        baselines=judgement.baselines,
        clairvoyant_usd_per_month=clairvoyant(bench, found.rooms),
        verdicts=(),
        change=change(judgement.today, winner, target) + proof_words(judgement.proof, target),
        cost_by_slo=(),
        timeline=None,
        assumptions=(),
        flips=(),
        bottleneck=None,
        fits=tuple(fits(bench.question, found.rooms)),
        notes=tuple(notes(bench)),
        proof=judgement.proof,
        screened=len(found.screened),
        verified=len(found.race.done),
    )
    if winner is None:
        return replace(answer, verdicts=tuple(verdicts(answer)))
    return _about(found, judgement, winner, answer)


def _about(found: Found, judgement: Judgement, winner: Judged, answer: Plan) -> Plan:
    """Return *answer* with what is told of the winner: what it rests on, and when another would be right."""
    bench = found.bench
    rivals = [each for each in (*judgement.others, *judgement.by_form.values()) if each.outcome is not None]
    with ThreadPoolExecutor(2) as pool:
        limits = pool.submit(lambda: cost_by_slo(bench, found.rooms, winner))
        breaks = pool.submit(lambda: bottleneck(bench, winner))
        other = pool.submit(lambda: tuple(flips(bench, winner, rivals, judgement.today)))
        rests = pool.submit(lambda: tuple(assumptions(bench, winner)))
        ends = pool.submit(lambda: (*band_verdict(bench, found.rooms, winner), *zone_verdict(bench, winner)))
    answer = replace(
        answer,
        cost_by_slo=limits.result(),
        bottleneck=breaks.result(),
        flips=other.result(),
        assumptions=rests.result(),
        timeline=_timeline(found, winner),
        notes=(*answer.notes, *mishap_notes(bench, winner)),
    )
    proven = proof_verdict(bench, winner, judgement.proof, len(judgement.aside))
    return replace(answer, verdicts=(*verdicts(answer), *proven, *ends.result()))


def _timeline(found: Found, winner: Judged) -> Timeline | None:
    """Return load and capacity of *winner*; none where it was not replayed, or nothing tells what its sizes bear."""
    if winner.outcome is None:
        return None
    line = timeline(found.bench.trace, winner.outcome, _rps(found, winner))
    return sized(line, found.bench, winner.candidate, found.rooms) if winner.candidate.sizes else line


def _rps(found: Found, winner: Judged) -> float:
    """Return MAX_RPS of the winner's machine."""
    machine = winner.candidate.machine
    return next((room.max_rps for room in found.rooms if room.offer.machine == machine), math.nan)
