"""From a question to an answer: search, compare with today and with the baselines, say what it rests on."""

import math
import time
from dataclasses import replace

from modelhost.planner.answer import Plan
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
from modelhost.planner.verdict.struck import mishap_notes, zone_verdict
from modelhost.planner.verdict.timeline import timeline
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
        flips=() if winner is None else tuple(flips(bench, winner, rivals, judgement.today)),
        bottleneck=None if winner is None else bottleneck(bench, winner),
        fits=tuple(fits(bench.question, found.rooms)),
        notes=(*notes(bench), *(mishap_notes(bench, winner) if winner else ())),
        screened=len(found.screened),
        verified=len(found.race.done),
    )
    struck = () if winner is None else zone_verdict(bench, winner)
    ends = () if winner is None else band_verdict(bench, found.rooms, winner)
    return replace(answer, verdicts=(*verdicts(answer), *ends, *struck))


def _rps(found: Found, winner: Judged) -> float:
    """Return MAX_RPS of the winner's machine."""
    machine = winner.candidate.machine
    return next((room.max_rps for room in found.rooms if room.offer.machine == machine), math.nan)
