"""How much more the next days may bring than the past days did, told by the past alone.

Each past day is compared with the mean of the alike days before it, as the next days will be with all of the past:
a load that repeats itself each week does not grow. What one of those ratios in six exceeds is the load that a plan must
bear too: a fleet that follows demand pays for it only when it comes, a count that is fixed must hold it from the start.
"""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import DAY_SECONDS
from modelhost.planner.load.scale import counted
from modelhost.planner.load.trace import Trace
from modelhost.planner.search.calendar import beginning, day_of, local_seconds

LEAST_RATIOS = 2
"""Ratios between days that must be known; less of the past tells nothing of growth."""
SMALLEST, LARGEST = 1.02, 1.5
"""Below the former it is the chance of arrivals; the latter is the room that bounds have above the highest load."""
FARTHEST = 20.0
"""Largest logarithm of a factor that is reckoned with."""
FIVE_OF_SIX = (1.73, 1.26, 1.15, 1.10, 1.07, 1.05, 1.04, 1.03, 1.02, 1.02, 1.01, 1.01, 0.97)
"""What five of six draws of Student's t stay under, for 1 to 12 degrees of freedom and for infinitely many."""
FAINT_SHARE = 0.05
"""Share of the busiest day below which a day is counted as that share: what begins from nothing is no trend."""
SEEN_SHARE = 0.5
"""Share of a day that must have been looked at to count."""
WEEK_DAYS, WORKDAYS = 7, 5
"""Days of a week, and those from Monday on that are worked."""


class Growth(NamedTuple):
    """What the next days may bring, beside the past."""

    factor: float
    """On the mean of the past."""
    slope: float = 0.0
    """Of the logarithm, per day: what of it is a trend, which the later days of the past have had already."""


def grown(trace: Trace, timezone: str) -> Trace | None:
    """Return the past as the next days may repeat it in one case of six; none where it does not grow.

    A trend brings each day to the middle of the next week: an early one further than a late one. At most the highest
    load becomes `LARGEST` times as high, and none falls.
    """
    factor, slope = growth(trace, timezone)
    if factor == 1.0:
        return None
    plain = counted(trace)
    middle = plain.seconds / 2
    ahead = (middle - (np.arange(plain.windows) + 0.5) * plain.window_seconds) / DAY_SECONDS
    counts = plain.counts * np.exp(slope * ahead)
    level = min(factor * float(np.nansum(plain.counts)) / max(float(np.nansum(counts)), 1e-12), _most(plain, counts))
    counts = np.maximum(counts * level, plain.counts)
    return replace(plain, counts=counts, notes=(*plain.notes, f"as it may grow: {factor:.3g} times the mean"))


def _most(trace: Trace, counts: Floats) -> float:
    """Return the factor on *counts* that makes their highest `LARGEST` times the highest of *trace*."""
    return LARGEST * float(np.nanmax(trace.counts)) / max(float(np.nanmax(counts)), 1e-12)


def growth(trace: Trace, timezone: str = "UTC") -> Growth:
    """Return the factor on the past load that the next days stay under in five of six cases; 1 without growth.

    Alike are the same days of the week where two weeks are known, workdays and weekends by the clock of *timezone*
    where one is, and all days of less. The ratios are taken to be lognormal. A further one of so few is spread as
    Student's t with n - 1 degrees of freedom, times sqrt(1 + 1 / n) of the sample's standard deviation. From two weeks
    on they follow a line through the origin over the days in between, as the next days are further from the past's
    middle than the past days are from one another.
    """
    rates, kinds = alike_days(trace, timezone)
    ratios, distances = _ratios(rates, kinds)
    if len(ratios) < LEAST_RATIOS:
        return Growth(1.0)
    if len(rates) < 2 * WEEK_DAYS:
        return _bounded(_level(ratios), 0.0)
    slope, further = _trend(ratios, distances, _ahead(rates, kinds))
    return _bounded(further, max(0.0, slope))


def _bounded(found: float, slope: float) -> Growth:
    """Return the growth of a logarithm, none where it is that of chance; without a trend at most `LARGEST`."""
    if found < math.log(SMALLEST):
        return Growth(1.0)
    return Growth(math.exp(min(found, math.log(LARGEST) if slope == 0.0 else FARTHEST)), slope)


def _level(ratios: Floats) -> float:
    """Return what a further one of *ratios*, all logarithms, stays under in five of six cases."""
    spread = float(ratios.std(ddof=1)) * math.sqrt(1 + 1 / len(ratios))
    return float(ratios.mean()) + five_of_six(len(ratios) - 1) * spread


def _trend(ratios: Floats, distances: Floats, ahead: float) -> tuple[float, float]:
    """Return the slope per day and the same at *ahead* days, by a regression through the origin over *distances*."""
    squares = float(distances @ distances)
    slope = float(ratios @ distances) / squares
    rest = ratios - slope * distances
    spread = math.sqrt(float(rest @ rest) / (len(ratios) - 1) * (1 + ahead**2 / squares))
    return slope, slope * ahead + five_of_six(len(ratios) - 1) * spread


def five_of_six(freedom: int) -> float:
    """Return what five of six draws of Student's t with *freedom* degrees of freedom stay under."""
    return FIVE_OF_SIX[min(max(freedom, 1), len(FIVE_OF_SIX)) - 1]


def alike_days(trace: Trace, timezone: str) -> tuple[Floats, Counts]:
    """Return (days,) rates per second and the kind of each day, which those alike have in common.

    Days are 24 hours each from the start on; from the first midnight on where workdays are told from weekends.
    """
    rates = daily_rates(trace)
    number = np.arange(len(rates))
    if len(rates) >= 2 * WEEK_DAYS:
        return rates, number % WEEK_DAYS
    if len(rates) < WEEK_DAYS:
        return rates, np.zeros(len(rates), dtype=np.int64)
    local = int(local_seconds(beginning(trace), np.zeros(1, dtype=np.int64), timezone)[0])
    rates = daily_rates(trace, -local % DAY_SECONDS)
    weekday = (day_of(np.array([local + DAY_SECONDS - 1])) + np.arange(len(rates))) % WEEK_DAYS
    return rates, (weekday >= WORKDAYS).astype(np.int64)


def daily_rates(trace: Trace, skipped_seconds: int = 0) -> Floats:
    """Return (days,) mean rates per second of 24 hours each from *skipped_seconds* on; nan for what was hardly seen."""
    width = max(1, round(DAY_SECONDS / trace.window_seconds))
    first = round(skipped_seconds / trace.window_seconds)
    days = max(0, trace.windows - first) // width
    rates = trace.rate_per_second[first : first + days * width].reshape(days, width)
    seen = (~np.isnan(rates)).mean(axis=1) >= SEEN_SHARE
    means: Floats = np.array(
        [float(np.nanmean(day)) if known else np.nan for day, known in zip(rates, seen, strict=True)]
    )
    return means


def _ratios(rates: Floats, kinds: Counts) -> tuple[Floats, Floats]:
    """Return the logarithm of the ratio of each day to the mean of the days of its kind before it, where any was seen.

    Beside it stands how many days lie between.
    """
    ratios, distances = [np.zeros(0)], [np.zeros(0)]
    least = max(FAINT_SHARE * float(np.nanmax(rates, initial=0.0)), 1e-12)
    for days in _seen(rates, kinds):
        levels, many = np.maximum(rates[days], least), np.arange(1, len(days))
        ratios.append(np.log(levels[1:] / (np.cumsum(levels)[:-1] / many)))
        distances.append(days[1:] - np.cumsum(days)[:-1] / many)
    return np.concatenate(ratios), np.concatenate(distances)


def _ahead(rates: Floats, kinds: Counts) -> float:
    """Return how many days lie between the next week and the days of its kind that were seen, on the mean."""
    middles = {int(kinds[days[0]]): float(days.mean()) for days in _seen(rates, kinds)}
    following = range(len(rates), len(rates) + WEEK_DAYS)
    return float(np.mean([day - middles[day % WEEK_DAYS] for day in following if day % WEEK_DAYS in middles]))


def _seen(rates: Floats, kinds: Counts) -> list[Counts]:
    """Return the numbers of the days that were seen, kind by kind."""
    return [days for kind in np.unique(kinds) if len(days := np.flatnonzero((kinds == kind) & ~np.isnan(rates)))]
