"""A schedule over a week: when its entries fire, and which bounds hold on the mean."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from modelhost.spec.schedule import Bounds, ScheduleSpec, next_firings

WINTER, SUMMER = datetime(2027, 1, 4, tzinfo=UTC), datetime(2027, 7, 5, tzinfo=UTC)
"""Two Mondays: a week of each is enough to see a weekly schedule with and without daylight saving time."""
WEEK = timedelta(days=7)
PER_WEEK = 8
"""More firings than one entry can have in a week."""


def after(low: int, high: int, new: Bounds) -> tuple[int, int]:
    """Return the bounds after a firing."""
    return low if new.min is None else new.min, high if new.max is None else new.max


def week(entries: Mapping[int, ScheduleSpec]) -> list[tuple[datetime, int, Bounds]]:
    """Return when and how the entries fire in a week, in the order of time."""
    firings = [
        (moment, place, entry.bounds())
        for place, entry in entries.items()
        for moment in moments(entry)
        if WINTER <= moment < WINTER + WEEK
    ]
    return sorted(firings, key=lambda firing: firing[:2])


def moments(entry: ScheduleSpec) -> tuple[datetime, ...]:
    """Return the firings of *entry* that stand for all of them, in UTC."""
    return _moments_of(entry.at, entry.timezone)


@lru_cache(maxsize=1024)
def _moments_of(at: str, timezone: str) -> tuple[datetime, ...]:
    """Return the firings at *at*: the single one, or those of two weeks; many endpoints share their hours."""
    entry = ScheduleSpec.model_construct(at=at, timezone=timezone)
    if not entry.recurring:
        return tuple(moment.astimezone(UTC) for moment in next_firings(entry, datetime(2000, 1, 1, tzinfo=UTC), 1))
    return (*_recurring(entry, WINTER), *_recurring(entry, SUMMER))


def _recurring(entry: ScheduleSpec, start: datetime) -> Iterator[datetime]:
    """Yield the firings of *entry* in the week from *start* on, in UTC."""
    for moment in next_firings(entry, start - timedelta(minutes=1), PER_WEEK):
        if moment.astimezone(UTC) < start + WEEK:
            yield moment.astimezone(UTC)
