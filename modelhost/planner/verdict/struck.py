"""When machines fail: a zone lost in the busiest hour, and what was taken back in the replays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from modelhost.planner.answer import Verdict
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS
from modelhost.planner.load.cut import slice_seconds
from modelhost.planner.load.trace import Trace
from modelhost.planner.mishap import Mishaps, ZoneLoss
from modelhost.planner.policy import Policy
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.constraint import zones_may_fail
from modelhost.planner.search.excerpt import bounds_from
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.sized import offers_of, slowest
from modelhost.planner.simulate import simulate
from modelhost.planner.verdict.wording import share

TRIED = 6
"""Candidates that are tried without a zone, the cheapest first."""
QUESTION = "does it survive a lost zone?"


def kept_without_a_zone(bench: Bench, judged: Judged) -> float:
    """Return what *judged* keeps of the requests of the busiest hour when its fullest zone is lost for that hour.

    Requests on the lost replicas are lost with them; others are launched at once in the zones that are left.
    """
    question, trace = bench.question, bench.trace
    lead = float(min(HOUR_SECONDS, busiest(trace)))
    begin = busiest(trace) - lead
    offers = offers_of(bench, judged.candidate) or [bench.offer(judged.candidate.machine)]
    first, *larger = offers
    lost = ZoneLoss(0, lead, lead + HOUR_SECONDS)
    mishaps = Mishaps(first.interruptions_per_hour, question.zones, (lost,), question.failed_launches)
    found = simulate(
        slice_seconds(trace, begin, begin + lead + HOUR_SECONDS),
        first.service,
        begun(judged, begin),
        slowest(offers),
        question.slo,
        question.seed,
        lead,
        mishaps=mishaps,
        larger=tuple(offer.service for offer in larger),
    )
    return found.attainment


def busiest(trace: Trace) -> int:
    """Return when the whole hour with the most requests begins, in seconds."""
    hours = max(1, int(trace.seconds // HOUR_SECONDS))
    seconds = np.arange(trace.windows) * trace.window_seconds
    load = np.histogram(seconds, np.arange(hours + 1) * float(HOUR_SECONDS), weights=np.nan_to_num(trace.counts))[0]
    return int(np.argmax(load)) * HOUR_SECONDS


def begun(judged: Judged, begin: float) -> Policy:
    """Return the policy of *judged* as it stands *begin* seconds after the start of its replay."""
    policy = judged.candidate.policy
    bounds = bounds_from(policy.bounds, round(begin * SECOND_NS))
    if policy.ladder or judged.outcome is None:
        return replace(policy, bounds=bounds)
    return replace(policy, bounds=bounds, initial=int(judged.outcome.replicas_at(np.array([begin]))[0]))


def surviving(bench: Bench, found: Sequence[Judged]) -> tuple[Judged | None, dict[int, float]]:
    """Return the cheapest of *found* that keeps the promise without a zone, else the cheapest, and what each kept.

    *found* keep the promise, cheapest first; what they kept goes by the identity of the candidate.
    """
    seen: dict[int, float] = {}
    for judged in found[:TRIED]:
        kept = kept_without_a_zone(bench, judged)
        seen[id(judged.candidate)] = kept
        if kept >= bench.question.slo.attainment:
            return judged, seen
    return (found[0] if found else None), seen


def standing(
    bench: Bench, best: Judged | None, today: Judged | None, seen: Mapping[int, float]
) -> tuple[Judged | None, Judged | None]:
    """Return *best* of the others and *today*, without the one of them that alone breaks when a zone is lost.

    *today* stays with why it does not do. *seen* is what others keep without a zone.
    """
    if today is None or not today.feasible or not zones_may_fail(bench.question):
        return best, today
    kept, target = kept_without_a_zone(bench, today), bench.question.slo.attainment
    survives = best is not None and seen.get(id(best.candidate), 0.0) >= target
    if kept >= target:
        return (best if survives else None), today
    return best, replace(today, feasible=False, why=lost_words(kept, target)) if survives else today


def lost_words(kept: float, target: float) -> str:
    """Return why who keeps *kept* of the busiest hour without a zone loses."""
    return f"keeps {share(kept, target)} of the busiest hour when a zone is lost for it"


def zone_verdict(bench: Bench, winner: Judged) -> Iterator[Verdict]:
    """Yield what is kept when a zone is lost, where that was asked."""
    if not zones_may_fail(bench.question):
        return
    kept = kept_without_a_zone(bench, winner)
    target = bench.question.slo.attainment
    answer = "yes" if kept >= target else "not for the whole hour"
    text = (
        f"with one of {bench.question.zones} zones lost for the busiest hour {share(kept, target)} of its requests "
        f"keep the promise, by replay; lost requests and the start of replacements included"
    )
    yield Verdict(QUESTION, answer, text)


def mishap_notes(bench: Bench, winner: Judged) -> Iterator[str]:
    """Yield what went wrong in the replays of the winner."""
    per_hour = bench.offer(winner.candidate.machine).interruptions_per_hour
    lost = 0 if winner.outcome is None else winner.outcome.lost
    where = "the telling hours" if bench.pieces else "the replay"
    if per_hour:
        yield (
            f"Spot: in every replay a replica was taken back once in {1 / per_hour:,.0f} h; {lost:,} requests of "
            f"{where} were lost with theirs, and count as missed."
        )
    if bench.question.failed_launches:
        yield (
            f"Capacity errors: in every replay {bench.question.failed_launches:.0%} of the launches found no machine "
            "and were tried again every minute."
        )
