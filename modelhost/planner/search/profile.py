"""The load of a usual week, learnt from past days."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import DAY_SECONDS
from modelhost.planner.load.trace import Trace
from modelhost.planner.search.calendar import beginning, day_of, local_seconds

BIN_SECONDS = 900
"""Width of a piece of the day that has a load of its own."""
BINS = DAY_SECONDS // BIN_SECONDS
SUSTAINED_SECONDS = 300
"""A peak counts when it holds so long; shorter ones are left to queues and to demand-driven scaling."""


class Rhythm(StrEnum):
    """Which days are taken to be alike."""

    DAILY = "daily"
    WORKING = "weekdays and weekends"
    WEEKLY = "each day of the week"

    def group(self, day: int) -> int:
        """Return the number of the group that the local *day* belongs to."""
        weekday = day % 7
        return {Rhythm.DAILY: 0, Rhythm.WORKING: int(weekday >= 5), Rhythm.WEEKLY: weekday}[self]


@dataclass(frozen=True, eq=False)
class Days:
    """The past, day by day, in the clock of a time zone."""

    number: Counts
    """(days,) local days since `calendar.MONDAY`, ascending."""
    rate: Floats
    """(days, BINS) highest sustained rate of each piece of the day, per second; nan where nobody looked."""

    def usual(self, rhythm: Rhythm, quantile: float, left_out: int | None = None) -> Floats:
        """Return (7, BINS) the rate that *quantile* of the alike days stay under; nan where no such day was seen.

        The day *left_out* is not looked at, so that a schedule can be tried on a day that it has not seen.
        """
        groups = np.array([rhythm.group(int(day)) for day in self.number])
        kept = np.ones(len(groups), dtype=bool) if left_out is None else self.number != left_out
        of_group = {
            group: _quantile(self.rate[kept & (groups == group)], quantile)
            for group in {rhythm.group(weekday) for weekday in range(7)}
        }
        return np.stack([of_group[rhythm.group(weekday)] for weekday in range(7)])


def days_of(trace: Trace, timezone: str) -> Days:
    """Return the days of *trace* by the clock of *timezone*."""
    seconds = (np.arange(trace.windows) * trace.window_seconds).astype(np.int64)
    local = local_seconds(beginning(trace), seconds, timezone)
    first = int(day_of(local)[0])
    count = int(day_of(local)[-1]) - first + 1
    rate = np.full((count, BINS), np.nan)
    sustained = _sustained(trace)
    place = (day_of(local) - first, (local % DAY_SECONDS) // BIN_SECONDS)
    for day, piece, value in zip(*place, sustained, strict=True):
        if not np.isnan(value):
            rate[day, piece] = max(value, np.nan_to_num(rate[day, piece], nan=0.0))
    return Days(np.arange(first, first + count), _spread(rate, trace.window_seconds))


def _sustained(trace: Trace) -> Floats:
    """Return (windows,) the mean rate of the `SUSTAINED_SECONDS` around each window."""
    width = min(trace.windows, max(1, round(SUSTAINED_SECONDS / trace.window_seconds)))
    rate = trace.rate_per_second
    known = np.convolve(~np.isnan(rate), np.ones(width), mode="same")
    total = np.convolve(np.nan_to_num(rate), np.ones(width), mode="same")
    return np.where(known > 0, total / np.maximum(known, 1), np.nan)


def _spread(rate: Floats, window_seconds: float) -> Floats:
    """Return *rate* with the pieces that a window wider than a piece covers filled from its first."""
    repeats = round(window_seconds / BIN_SECONDS)
    flat = rate.reshape(-1).copy()
    for step in range(1, repeats):
        later = np.concatenate([np.full(step, np.nan), rate.reshape(-1)[:-step]])
        flat = np.where(np.isnan(flat), later, flat)
    return flat.reshape(rate.shape)


def _quantile(rates: Floats, quantile: float) -> Floats:
    """Return (BINS,) the *quantile* over days, of those that were seen, by straight lines; nan where none was."""
    seen = (~np.isnan(rates)).sum(axis=0)
    if not len(rates):
        return np.full(BINS, np.nan)
    ordered = np.sort(rates, axis=0)
    place = quantile * np.maximum(seen - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(seen - 1, 0))
    pieces = np.arange(BINS)
    low, high = ordered[below, pieces], ordered[above, pieces]
    result: Floats = np.where(seen > 0, low + (high - low) * (place - below), np.nan)
    return result
