"""Who wins at both ends of the band."""

from __future__ import annotations

from dataclasses import replace

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.question import Offer
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.judge import of_candidate
from modelhost.planner.search.rooms import rooms
from modelhost.planner.verdict.band import band_verdict
from tests.planner.question import offer, question, trace


def guessed(found: Offer, low: float, high: float) -> Offer:
    """The offer of a machine that was never measured."""
    return replace(found, service=replace(found.service, band=(low, high)))


def told(*offers: Offer) -> list[tuple[str, str]]:
    """What is said of the first machine as the winner: answer and numbers."""
    bench = Bench(question(trace=trace(1), offers=offers))
    policy = Policy(Fixed(), Bounds.constant(6, 6), 6)
    winner = of_candidate(bench, Candidate(Form.FIXED, offers[0].machine, policy))
    return [each[1:] for each in band_verdict(bench, tuple(rooms(bench.question)), winner)]


def test_a_machine_that_may_be_slow_may_lose_to_a_known_one() -> None:
    """Half as dear and as fast as expected it wins; three times as slow it does not."""
    [(answer, because)] = told(guessed(offer(), 0.7, 3.0), offer("ml.m5.xlarge", 0.22))
    assert answer == "another machine may be right: measure first"
    assert "as fast as they may be, " in because
    assert "on ml.m5.large wins" in because.split(";")[0]
    assert "on ml.m5.xlarge wins" in because.split(";")[1]


def test_what_was_measured_has_no_such_question() -> None:
    """A narrow band is part of the interval already."""
    assert told(offer()) == []
