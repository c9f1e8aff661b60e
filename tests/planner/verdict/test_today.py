"""When what stands today is judged, and when it is left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.judgement import chosen
from modelhost.planner.load.trace import Trace
from modelhost.planner.plan import plan
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.verdict.note import notes, unjudged
from tests.planner.question import offer, question, trace
from tests.planner.verdict.test_words import judged

TODAY = Candidate(Form.FIXED, "ml.g5.xlarge", Policy(Fixed(), Bounds.constant(1, 1)))


def test_what_stands_on_a_machine_that_nothing_tells_of_does_not_win() -> None:
    """A stand-in of 1 ms is not replayed, and the notes say why."""
    strange = offer("ml.g5.xlarge", 0.01, 0.001, misfit="ml.g5.xlarge: nothing tells; measure it there")
    found = plan(question(trace=trace(1), offers=(offer(), strange), today=TODAY))
    assert found.today is None
    assert found.winner is not None
    assert found.winner.candidate.machine == "ml.m5.large"
    assert "What stands today was not judged: ml.g5.xlarge: nothing tells; measure it there" in found.notes


def test_what_stands_without_a_price_is_said() -> None:
    """A machine that is not sold so does not vanish silently."""
    assert unjudged(question(today=TODAY, price_option="spot")) == (
        "no spot price of ml.g5.xlarge in us-west-2 is known"
    )


def test_a_reason_of_the_question_is_a_note() -> None:
    """What asking found out is told."""
    asked = question(trace=trace(1), today_note="scaling.hours: not simulated")
    assert "What stands today was not judged: scaling.hours: not simulated" in list(notes(Bench(asked)))


def test_a_new_endpoint_has_nothing_to_judge() -> None:
    """Nothing stands, nothing is said."""
    assert unjudged(question()) == ""


def test_what_stands_wins_against_a_saving_of_less_than_two_per_cent() -> None:
    """So nothing is written when the first sentence says no change."""
    today = judged(100.0)
    assert chosen(judged(98.5), today) is today


def test_what_stands_loses_against_a_larger_saving() -> None:
    """Three per cent are worth a change."""
    best = judged(97.0)
    assert chosen(best, judged(100.0)) is best


def test_what_stands_wins_when_nobody_else_keeps_the_promise() -> None:
    """A feasible today is not lost."""
    today = judged(100.0)
    assert chosen(None, today) is today


def test_what_stands_and_breaks_the_promise_never_wins() -> None:
    """However cheap it is."""
    broken = replace(judged(1.0), feasible=False)
    assert chosen(None, broken) is None


def test_what_comes_outside_the_hours_is_told() -> None:
    """A fifth of a day's even load finds nobody, and the reader is told so."""
    gone = Bounds(np.array([0, 4 * 3_600 * 10**9 + 48 * 60 * 10**9]), np.array([0, 2]), np.array([0, 2]))
    hours = Candidate(Form.SCHEDULED, "ml.m5.large", Policy(Fixed(), gone))
    even = Trace("even", None, 60.0, np.full(1_440, 60.0))
    [told] = [note for note in notes(Bench(question(trace=even, today=hours))) if note.startswith("Today ")]
    assert told.startswith("Today 20.0% of the requests come while the endpoint is gone")


def test_a_machine_without_a_price_is_named() -> None:
    """It was to be looked at, and does not vanish."""
    asked = question(trace=trace(1), unpriced=("ml.p9.large",))
    assert any(note.startswith("ml.p9.large was not looked at: no price") for note in notes(Bench(asked)))
