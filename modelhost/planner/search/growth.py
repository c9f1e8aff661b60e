"""How much more the next days may bring than the past days did, told by the past alone.

Each past day is compared with the mean of the alike days before it, as the next days will be with all of the past:
a load that repeats itself each week does not grow. What one of those ratios in six exceeds is the load that a plan must
bear too: a fleet that follows demand pays for it only when it comes, a count that is fixed must hold it from the start.
"""

import math

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import DAY_SECONDS
from modelhost.planner.load.trace import Trace
from modelhost.planner.search.calendar import beginning, day_of, local_seconds

LEAST_RATIOS = 2
"""Ratios between days that must be known; less of the past tells nothing of growth."""
SMALLEST, LARGEST = 1.02, 1.5
"""Below the former it is the chance of arrivals; the latter is the room that bounds have above the highest load."""
FIVE_OF_SIX = (1.73, 1.26, 1.15, 1.10, 1.07, 1.05, 1.04, 1.03, 1.02, 1.02, 1.01, 1.01, 0.97)
"""What five of six draws of Student's t stay under, for 1 to 12 degrees of freedom and for infinitely many."""
SEEN_SHARE = 0.5
"""Share of a day that must have been looked at to count."""
WEEK_DAYS, WORKDAYS = 7, 5
"""Days of a week, and those from Monday on that are worked."""


def growth(trace: Trace, timezone: str = "UTC") -> float:
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
        return 1.0
    ahead = _ahead(rates, kinds) if len(rates) >= 2 * WEEK_DAYS else 0.0
    found = math.exp(_trend(ratios, distances, ahead) if ahead else _level(ratios))
    return 1.0 if found < SMALLEST else min(found, LARGEST)


def _level(ratios: Floats) -> float:
    """Return what a further one of *ratios*, all logarithms, stays under in five of six cases."""
    spread = float(ratios.std(ddof=1)) * math.sqrt(1 + 1 / len(ratios))
    return float(ratios.mean()) + five_of_six(len(ratios) - 1) * spread


def _trend(ratios: Floats, distances: Floats, ahead: float) -> float:
    """Return the same at *ahead* days, where the ratios grow with the *distances*: regression through the origin."""
    squares = float(distances @ distances)
    slope = float(ratios @ distances) / squares
    rest = ratios - slope * distances
    spread = math.sqrt(float(rest @ rest) / (len(ratios) - 1) * (1 + ahead**2 / squares))
    return slope * ahead + five_of_six(len(ratios) - 1) * spread


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
    for days in _seen(rates, kinds):
        levels, many = np.maximum(rates[days], 1e-12), np.arange(1, len(days))
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
