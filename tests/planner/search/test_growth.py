"""How much more load the past lets expect."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from modelhost.planner.load.trace import Trace
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.forms import fixed
from modelhost.planner.search.growth import LARGEST, daily_rates, grown
from modelhost.planner.search.growth import growth as growth_of
from modelhost.planner.search.verify import judged_interval, replayed
from tests.planner.question import MONDAY, question, room, trace


def days(*rates: float) -> Trace:
    """A trace of days in windows of an hour, each with its rate."""
    return Trace("days", None, 3600.0, np.repeat(np.array(rates), 24) * 3600.0)


def growth(load: Trace) -> float:
    """The factor on the mean of the past."""
    return growth_of(load).factor


def test_days_that_are_alike_let_expect_no_growth() -> None:
    """Without a trend and with little scatter nothing is added, and a day or two tell nothing."""
    assert growth(days(10.0, 10.1, 9.9, 10.0, 10.05)) == 1.0
    assert growth(days(1.0, 9.0)) == 1.0


def test_growth_goes_on_as_the_past_days_went_beyond_those_before_them() -> None:
    """Days that each are 1.2 times the mean of those before have no scatter, so 1.2 is expected."""
    assert growth(days(10.0, 12.0, 13.2, 14.08)) == pytest.approx(1.2, abs=1e-6)
    assert growth(days(1.0, 4.0, 16.0, 64.0)) == LARGEST


@pytest.mark.parametrize(("length", "weekend"), [(9, 0.1), (14, 0.4), (56, 0.1)])
def test_a_load_that_repeats_itself_each_week_does_not_grow(length: int, weekend: float) -> None:
    """Weekends are compared with weekends, wherever in the week the trace begins."""
    usual = np.repeat([*[20.0] * 5, *[20.0 * weekend] * 2], 24)
    for begun in (0, 42, 130):
        load = replace(
            days(0.0), start=MONDAY + timedelta(hours=begun), counts=np.roll(np.tile(usual, 9), -begun) * 3600
        )
        assert growth(replace(load, counts=load.counts[: length * 24])) == 1.0


@pytest.mark.parametrize(("length", "least"), [(9, 1.05), (21, 1.15)])
def test_a_week_that_grows_is_seen_beside_its_weekends(length: int, least: float) -> None:
    """A fiftieth more a day is found under workdays and weekends, from the past alone."""
    usual = np.tile([*[20.0] * 5, *[4.0] * 2], 3)[:length]
    assert least < growth(days(*usual * 1.02 ** np.arange(length))) < 1.35


def test_a_trend_goes_on_as_far_as_the_next_week_lies_from_the_middle_of_the_past() -> None:
    """After two weeks of 2 % a day, the next week is 10.5 days from the mean of both: 1.02 to the power of 10.5."""
    assert growth(days(*1.02 ** np.arange(14))) == pytest.approx(1.02**10.5, abs=0.02)


@pytest.mark.parametrize("length", [14, 21, 28])
def test_a_trend_brings_each_day_to_the_middle_of_the_next_week(length: int) -> None:
    """Late days, which had most of it already, are raised by less than early ones, and no higher."""
    load = grown(days(*1.02 ** np.arange(length)), "UTC")
    assert load is not None
    assert daily_rates(load) == pytest.approx(np.full(length, 1.02 ** (length + 3)), rel=0.05)


def test_the_highest_load_grows_by_half_at_most() -> None:
    """Bounds have no more room than that, however steep the past was."""
    past = days(*1.2 ** np.arange(21))
    load = grown(past, "UTC")
    assert load is not None
    assert load.counts.max() == pytest.approx(LARGEST * past.counts.max())


def test_a_load_that_begins_from_nothing_grows_by_half_at_most_and_falls_nowhere() -> None:
    """A week of silence before a week of load is no trend to follow."""
    past = days(*[0.0] * 7, *[10.0] * 7)
    load = grown(past, "UTC")
    assert load is not None
    assert load.counts.max() <= LARGEST * past.counts.max() * 1.000001
    assert (load.counts >= past.counts).all()


def test_a_day_that_nobody_saw_does_not_count() -> None:
    """A gap is no fall and no rise."""
    load = days(10.0, 10.0, 10.0, 10.0)
    counts = load.counts.copy()
    counts[24:44] = np.nan
    assert growth(replace(load, counts=counts)) == 1.0


def test_a_count_that_bears_the_past_but_not_its_growth_does_not_hold() -> None:
    """The same replays keep less than before once the grown load is among them."""
    load = trace(4, mean=0.5, swing=0.2)
    rising = replace(load, counts=load.counts * np.repeat(1.25 ** np.arange(4), 144))
    bench = Bench(question(trace=rising))
    expected, slow, _, grown = replayed(bench, fixed(room(), 2), "ml.m5.large")
    assert grown is not None
    assert grown.expected.offered > 1.2 * expected.offered
    assert judged_interval(expected, slow, grown)[2] <= grown.attainment < expected.attainment
