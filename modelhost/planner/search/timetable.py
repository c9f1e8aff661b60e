"""Between numbers over a week and the words of a schedule, in both directions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.clock import DAY_SECONDS, SECOND_NS
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Bounds
from modelhost.planner.search.calendar import beginning
from modelhost.planner.search.stairs import STEP_SECONDS
from modelhost.spec.at import DAYS
from modelhost.spec.schedule import ScheduleSpec, firings_between
from modelhost.spec.week import after

GROUPS = {tuple(range(7)): "daily", tuple(range(5)): "weekdays", (5, 6): "weekends"}
BEFORE = timedelta(days=8)
"""How long before the beginning the last firing of a weekly entry lies at most."""


def entries(week: Counts, word: str, timezone: str) -> list[dict[str, Any]]:
    """Return the schedule entries that set *word* (`count` or `min`) to the (WEEK_STEPS,) numbers of *week*.

    None when the numbers never change: then there is nothing for the clock to do.
    """
    days: dict[tuple[int, int], list[int]] = defaultdict(list)
    for step in np.flatnonzero(week != np.roll(week, 1)):
        day, second = divmod(int(step) * STEP_SECONDS, DAY_SECONDS)
        days[second, int(week[step])].append(day)
    return [
        {"at": f"{_days(tuple(of))} {second // 3600:02d}:{second // 60 % 60:02d}", "timezone": timezone, word: value}
        for (second, value), of in sorted(days.items(), key=lambda item: (item[0][0], item[1]))
    ]


def bounds_of(schedule: Sequence[Mapping[str, Any]], low: int, high: int, trace: Trace) -> Bounds:
    """Return the bounds that the entries of *schedule* set over the time of *trace*, from *low* and *high* on."""
    start = beginning(trace)
    end = start + timedelta(seconds=trace.seconds)
    firings = sorted(_firings(schedule, start - BEFORE, end))
    changes = {0: (low, high)}
    settings = [ScheduleSpec.model_validate(dict(entry)).bounds() for entry in schedule]
    for seconds, place in firings:
        low, high = after(low, high, settings[place])
        changes[max(0, seconds)] = (low, high)
    times = sorted(changes)
    lows, highs = zip(*(changes[time] for time in times), strict=True)
    return Bounds(np.array(times) * SECOND_NS, np.array(lows), np.array(highs))


def places_of(schedule: Sequence[Mapping[str, Any]], sizes: Sequence[str], place: int, trace: Trace) -> Bounds:
    """Return as bounds the place among *sizes*, from 1, that the entries of *schedule* set, from *place* on."""
    start = beginning(trace)
    changes = {0: place}
    for seconds, entry in sorted(_firings(schedule, start - BEFORE, start + timedelta(seconds=trace.seconds))):
        changes[max(0, seconds)] = sizes.index(schedule[entry]["size"]) + 1
    times = sorted(changes)
    places = np.array([changes[time] for time in times])
    return Bounds(np.array(times) * SECOND_NS, places, places)


def _firings(schedule: Sequence[Mapping[str, Any]], start: datetime, end: datetime) -> Iterator[tuple[int, int]]:
    """Yield (seconds after the trace's beginning, place of the entry) of every firing."""
    for place, entry in enumerate(schedule):
        spec = ScheduleSpec.model_validate(dict(entry))
        for moment in firings_between(spec.when, spec.timezone, start, end):
            yield int((moment - start).total_seconds()) - int(BEFORE.total_seconds()), place


def _days(days: tuple[int, ...]) -> str:
    """Return *days* in the words of the schedule."""
    return GROUPS.get(days) or ",".join(DAYS[day][:3] for day in days)
