"""The winner token by token: what its fleet keeps with continuous batching, where tokens are promised."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modelhost.catalog.machine import machine
from modelhost.planner.answer import Verdict
from modelhost.planner.policy import Balancer
from modelhost.planner.question import Question
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate
from modelhost.planner.search.judged import Judged
from modelhost.planner.service.physical.proof import Proof, lengths_known, proved
from modelhost.planner.verdict.wording import share

QUESTION = "does it hold token by token?"
MOST_REQUESTS = 1_000_000
"""Requests that are replayed token by token in search of one that holds: two seconds at most."""


class Proved(NamedTuple):
    """Who is left, and what is known of those that were looked at."""

    left: list[Judged]
    """Cheapest first; if none of those that were looked at holds, the one that keeps most comes first."""
    proofs: dict[int, Proof]
    """By the identity of the candidate."""
    aside: dict[int, str]
    """Why those that are not left lost, by the identity of the candidate."""


def holding(bench: Bench, found: Sequence[Judged]) -> Proved:
    """Return *found*, cheapest first, without those at its head that break the promise token by token."""
    target, proofs, spent = bench.question.slo.attainment, dict[int, Proof](), 0
    for place, each in enumerate(found):
        proof = proof_of(bench, each)
        if proof is None:
            return Proved(list(found[place:]), proofs, _aside(found[:place], proofs))
        proofs[id(each.candidate)] = proof
        if proof.expected >= target:
            return Proved(list(found[place:]), proofs, _aside(found[:place], proofs))
        spent += proof.offered
        if spent >= MOST_REQUESTS:
            break
    tried = [each for each in found if id(each.candidate) in proofs]
    tried.sort(key=lambda each: -proofs[id(each.candidate)].expected)
    rest = [each for each in found if id(each.candidate) not in proofs]
    return Proved([*tried[:1], *rest], proofs, _aside(tried[1:], proofs))


def proof_of(bench: Bench, judged: Judged) -> Proof | None:
    """Return what *judged* keeps token by token; none where no tokens are promised, or `unproved` says why not."""
    question, outcome = bench.question, judged.outcome
    if not promised(question) or outcome is None or unproved(bench, judged.candidate):
        return None
    assert question.architecture is not None
    assert question.serving is not None
    return proved(
        question.architecture,
        machine(judged.candidate.machine),
        question.serving,
        bench.trace,
        outcome,
        question.slo,
        question.may_split,
        question.physical_factor or 1.0,
    )


def promised(question: Question) -> bool:
    """Return whether callers are promised when tokens come."""
    return question.slo.ttft_ms is not None or question.slo.itl_ms is not None


def unproved(bench: Bench, candidate: Candidate) -> str:
    """Return why *candidate* cannot be replayed token by token; empty where it can."""
    question = bench.question
    if question.physical_factor is None or question.architecture is None or question.serving is None:
        return "its times were measured, and the steps of the server were not"
    if not lengths_known(bench.trace):
        return "the trace does not tell single requests with the tokens of their prompts and answers"
    if candidate.sizes:
        return "its machine changes"
    if candidate.policy.balancer is not Balancer.LEAST_OUTSTANDING:
        return "its requests are not routed to the least busy replica"
    return ""


def proof_verdict(bench: Bench, winner: Judged, proof: Proof | None, aside: int = 0) -> Iterator[Verdict]:
    """Yield what the winner keeps token by token, or why that is not known, where tokens are promised."""
    if not promised(bench.question):
        return
    if proof is None:
        yield Verdict(
            QUESTION, "not replayed", unproved(bench, winner.candidate) or "it was not replayed by the request"
        )
        return
    holds, others = proof.expected >= bench.question.slo.attainment, ""
    if holds and aside:
        others = f"; {aside} cheaper {'ways do' if aside > 1 else 'way does'} by the request and not token by token"
    yield Verdict(QUESTION, f"{'yes' if holds else 'NO'}: {share(proof.expected)}", f"{compared(proof)}{others}")


def compared(proof: Proof) -> str:
    """Return the numbers of both simulators, of the same requests."""
    where = "all" if proof.whole else f"{proof.hours:.3g} hours, the busiest among them"
    text = (
        f"{share(proof.attainment)} of {proof.offered:,} requests ({where}) by continuous batching on the same fleet, "
        f"{share(proof.by_request)} by the request, services as expected"
    )
    return text if proof.whole else f"{text}; so {share(proof.expected)} of the whole load"


def proof_words(proof: Proof | None, target: float) -> str:
    """Return the sentence for the head of the answer; empty without a proof."""
    if proof is None:
        return ""
    said = f"{share(proof.expected)}{'' if proof.whole else ' or so'}"
    if proof.expected >= target:
        return f" Token by token: {said}."
    return (
        f" WARNING: token by token it is {said}, which breaks the {share(target)} promised; take more replicas than "
        "this, or test it under load first."
    )


def _aside(lost: Sequence[Judged], proofs: dict[int, Proof]) -> dict[int, str]:
    """Return why each of *lost* lost."""
    return {
        id(each.candidate): f"keeps {share(proof.expected)} token by token, {share(proof.by_request)} by the request"
        for each in lost
        for proof in [proofs[id(each.candidate)]]
    }
