"""A whole plan, small enough for every run of the tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from modelhost.planner.answer import Plan
from modelhost.planner.load.cut import first_half
from modelhost.planner.plan import plan
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.deploy import deployed
from modelhost.planner.search.rooms import rooms
from modelhost.spec.scaling import ScalingSpec
from tests.planner.question import offer, question, trace

DEAR = {"strategy": "horizontal", "replicas": {"count": 9}}


def today() -> Candidate:
    """Nine replicas, where four would do."""
    return Candidate(Form.FIXED, "ml.m5.large", deployed(DEAR, "ml.m5.large", trace()), {}, DEAR)


@cache
def answered() -> Plan:
    """The plan of the small question, with two machines and something that stands."""
    machines = (offer(), offer("ml.c5.large", 0.12, 1.8), offer("ml.m5.xlarge", 0.5))
    return plan(question(offers=machines, today=today()))


@cache
def answered_of_two_days() -> Plan:
    """The plan of a load that no week can be learnt of."""
    return plan(question(trace=trace(2)))


def test_the_winner_keeps_the_promise_and_is_the_cheapest() -> None:
    """Nobody that was replayed keeps the promise for less."""
    found = answered()
    assert found.winner is not None
    assert found.winner.feasible
    assert found.winner.interval.low <= found.winner.attainment <= found.winner.interval.high
    kept = [each for each in (*found.runners_up, *found.by_form.values()) if each.feasible and each.outcome]
    assert all(each.cost.expected >= found.winner.cost.expected * 0.999 for each in kept)


def test_the_stack_file_takes_what_wins() -> None:
    """The scaling block of every candidate that is told is legal."""
    for each in answered().by_form.values():
        assert ScalingSpec.model_validate(dict(each.candidate.scaling)).strategy == each.candidate.form.strategy


def test_what_stands_is_judged_and_the_saving_is_told() -> None:
    """Nine replicas are found to be too many."""
    found = answered()
    assert found.today is not None
    assert found.today.cost.expected == 9 * 0.1 * 730
    assert "save" in found.change


def test_everybody_who_lost_is_told_why() -> None:
    """Each runner-up has its reason with a number."""
    assert answered().runners_up
    assert all(any(mark in each.why for mark in ("%", "quota")) for each in answered().runners_up)


def test_all_forms_are_compared() -> None:
    """A week and more of load has fixed, scheduled, tracking and floors beside each other."""
    assert set(answered().by_form) >= {Form.FIXED, Form.SCHEDULED, Form.INVOCATIONS, Form.CONCURRENCY, Form.FLOORS}


def test_the_same_question_has_the_same_answer() -> None:
    """Nothing in a plan goes by the clock."""
    first, second = answered_of_two_days(), plan(question(trace=trace(2)))
    assert first.winner is not None
    assert second.winner is not None
    assert first.winner.candidate.scaling == second.winner.candidate.scaling
    assert first.verdicts == second.verdicts


def test_the_future_does_not_matter() -> None:
    """Another second half, shuffled, leaves the plan of the first half as it is."""
    whole = trace(4)
    shuffled = whole.counts.copy()
    np.random.default_rng(3).shuffle(shuffled[len(shuffled) // 2 :])
    plans = [plan(question(trace=first_half(replace(whole, counts=counts)))) for counts in (whole.counts, shuffled)]
    [one, other] = [each.winner.candidate.scaling for each in plans if each.winner]
    assert one == other


def test_no_schedule_is_learnt_of_less_than_a_week() -> None:
    """Two days teach no week, and the notes say so."""
    found = answered_of_two_days()
    assert Form.SCHEDULED not in found.by_form
    assert any("schedule needs a week" in note for note in found.notes)


def test_a_quota_is_kept_with_what_an_update_needs() -> None:
    """Six instances are three replicas, when an update makes as many beside them."""
    [room] = rooms(question(offers=(offer(quota=6),)))
    assert room.most == 3


def test_what_cannot_be_kept_is_said() -> None:
    """A promise shorter than a lone request is kept by no machine."""
    found = plan(question(trace=trace(2), slo=question().slo._replace(latency_ms=200.0)))
    assert found.winner is None
    assert found.change.startswith("Nothing that was looked at keeps the promise")
