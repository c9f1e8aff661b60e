"""What is said of a plan, in numbers."""

from dataclasses import replace

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.judged import Cost, Interval, Judged
from modelhost.planner.verdict.change import change
from modelhost.planner.verdict.loser import told
from modelhost.planner.verdict.wording import saving, share, times, usd


def judged(usd_per_month: float, attainment: float = 0.995, feasible: bool = True) -> Judged:
    """A candidate that costs so much and keeps so much."""
    candidate = Candidate(Form.FIXED, "ml.m5.large", Policy(Fixed(), Bounds.constant(2, 2)))
    cost, interval = Cost(1.0, usd_per_month, usd_per_month), Interval(attainment - 0.01, attainment)
    return Judged(candidate, cost, attainment, interval, 0.9, 2.0, 2, feasible)


def test_no_change_is_an_answer() -> None:
    """What stands is left alone when hardly anything is saved."""
    assert "no change" in change(judged(100.0), judged(99.0), 0.99)


def test_a_saving_is_told_in_money_and_per_cent() -> None:
    """A fifth less is said to be a fifth."""
    assert saving(1_000.0, 800.0) == "200 USD a month (20 %)"
    assert "save 200 USD a month (20 %)" in change(judged(1_000.0), judged(800.0), 0.99)


def test_too_few_kept_is_said_before_money() -> None:
    """What breaks the promise is changed even when that costs more."""
    text = change(judged(100.0, 0.9, feasible=False), judged(150.0), 0.99)
    assert "too few" in text
    assert "50.00 USD a month more" in text


def test_a_share_near_one_keeps_its_digits() -> None:
    """99.99 % is not 100 %."""
    assert (share(0.95), share(0.9991), share(0.99992)) == ("95.0 %", "99.91 %", "99.992 %")
    assert usd(12.5) == "12.50 USD a month"


def test_the_reason_of_a_loser_is_a_number() -> None:
    """Who breaks the promise is told how much it keeps, who costs more how much more; a known reason stays."""
    winner = judged(100.0)
    assert told(judged(120.0), winner, 0.99).why.startswith("costs +20.0 %")
    assert told(judged(80.0, 0.95, feasible=False), winner, 0.99).why.startswith("keeps 95.0 %")
    assert told(replace(winner, why="quota"), winner, 0.99).why == "quota"


def test_what_stands_and_breaks_another_constraint_is_told_which() -> None:
    """A quota is not called too few."""
    today = replace(judged(100.0, 1.0, feasible=False), why="the quota is 5")
    text = change(today, judged(150.0), 0.99)
    assert "too few" not in text
    assert "100 % of the requests keep the promise, which is not all that is asked: the quota is 5; change" in text


def test_numbers_that_differ_do_not_read_the_same() -> None:
    """Just below 99 % is not 99.0 %, and one and a bit is not 1 time."""
    assert (share(0.98997, 0.99), share(0.98, 0.99), share(0.99, 0.99)) == ("98.997 %", "98.0 %", "99.0 %")
    found = [times(each) for each in (1.012, 1.0004, 1.0, 2.13, 0.998)]
    assert found == ["1.01", "1.0004", "1", "2.1", "0.998"]
