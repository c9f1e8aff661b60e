"""The usual week, learnt from past days."""

from dataclasses import replace

import numpy as np

from modelhost.planner.load.trace import Trace
from modelhost.planner.search.profile import BINS, Rhythm, days_of
from tests.planner.question import trace


def test_days_are_cut_at_local_midnight() -> None:
    """Eight days of UTC touch nine days of Tokyo."""
    assert len(days_of(trace(8), "UTC").number) == 8
    assert len(days_of(trace(8), "Asia/Tokyo").number) == 9


def test_the_usual_day_follows_the_swing() -> None:
    """The load is highest where the wave is."""
    usual = days_of(trace(8), "UTC").usual(Rhythm.DAILY, 0.5)
    assert usual.shape == (7, BINS)
    assert abs(int(np.argmax(usual[0])) / 4 - 14) < 1.5


def test_workdays_and_weekends_are_told_apart() -> None:
    """A quiet weekend does not lower the workdays."""
    quiet = trace(14)
    factor = np.where(np.arange(quiet.windows) // 144 % 7 >= 5, 0.1, 1.0)
    days = days_of(replace(quiet, counts=quiet.counts * factor), "UTC")
    working, daily = days.usual(Rhythm.WORKING, 0.5), days.usual(Rhythm.DAILY, 0.2)
    assert working[5].max() < 0.2 * working[0].max()
    assert (daily[0] == daily[5]).all()


def test_a_day_left_out_is_not_looked_at() -> None:
    """One wild day does not show in the week that is learnt without it."""
    calm = trace(8)
    wild = calm.counts.copy()
    wild[3 * 144 : 4 * 144] *= 10
    days = days_of(replace(calm, counts=wild), "UTC")
    left_out = int(days.number[3])
    assert days.usual(Rhythm.DAILY, 1.0).max() > 5 * days.usual(Rhythm.DAILY, 1.0, left_out).max()


def test_what_nobody_saw_is_not_taken_for_no_load() -> None:
    """A gap leaves the other days' load."""
    gap = trace(8)
    counts = gap.counts.copy()
    counts[:144] = np.nan
    assert np.nanmin(days_of(replace(gap, counts=counts), "UTC").usual(Rhythm.DAILY, 0.0)) > 0


def test_a_trace_shorter_than_what_is_sustained_has_a_day() -> None:
    """Four minutes are few, and no reason to fail."""
    short = Trace("short", None, 60.0, np.array([60.0, 120.0, 60.0, 60.0]))
    assert np.nanmax(days_of(short, "UTC").rate) > 0
