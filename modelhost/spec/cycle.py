"""What a schedule does over the weeks: which entries meet, which never come back, which cross."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from modelhost.spec.base import Findings
from modelhost.spec.schedule import Bounds, ScheduleSpec, next_firings

WINTER, SUMMER = datetime(2027, 1, 4, tzinfo=UTC), datetime(2027, 7, 5, tzinfo=UTC)
"""Two Mondays: a week of each is enough to see a weekly schedule with and without daylight saving time."""
WEEK = timedelta(days=7)
SIDES = ("min", "max")
PER_WEEK = 8
"""More firings than one entry can have in a week."""


def clashes(entries: Mapping[int, ScheduleSpec]) -> Findings:
    """Yield the entries of a schedule that fire at the same minute as an earlier one."""
    for place, entry in entries.items():
        for earlier, other in entries.items():
            if earlier < place and _meet(entry, other):
                same = f"fires at the same minute as schedule[{earlier}] ({other.at!r}, {other.timezone})"
                yield ("schedule", place, "at"), f"{entry.at!r} {same}; put both into one entry or move one"
                break


def unbalanced(entries: Mapping[int, ScheduleSpec], base: Bounds) -> Findings:
    """Yield what the entries change of *base* and never change back, and floors that pass their ceiling."""
    yield from _never_back(entries, base)
    yield from _crossing({place: entry for place, entry in entries.items() if entry.recurring}, base)


def _never_back(entries: Mapping[int, ScheduleSpec], base: Bounds) -> Findings:
    """Yield each entry that moves bounds for good, with the bounds to set again."""
    lost: dict[int, list[str]] = {}
    for side in SIDES:
        setting = {place: entry for place, entry in entries.items() if getattr(entry.bounds(), side) is not None}
        for place in _lost(setting, side, getattr(base, side)):
            lost.setdefault(place, []).append(side)
    for place, sides in lost.items():
        entry = entries[place]
        name = "count" if entry.count is not None else sides[0]
        again = " and ".join(f"{side} {getattr(base, side)}" for side in sides)
        if base.min == base.max:
            again = f"count {base.min}"
        what = f"{name} {getattr(entry, name)} from {entry.at!r} on is never taken back"
        yield ("schedule", place), f"{what}; add an entry that sets {again} again"


def _lost(entries: Mapping[int, ScheduleSpec], side: str, normal: int | None) -> list[int]:
    """Return the first entry that moves a bound away from *normal* for good, if there is one."""
    values = {place: getattr(entry.bounds(), side) for place, entry in entries.items()}
    weekly = [place for place, entry in entries.items() if entry.recurring]
    if weekly:
        steady = len({values[place] for place in weekly}) == 1
        return weekly[:1] if steady and values[weekly[0]] != normal else []
    in_time = sorted(entries, key=lambda place: _moments(entries[place]))
    return in_time[-1:] if in_time and values[in_time[-1]] != normal else []


def _meet(one: ScheduleSpec, other: ScheduleSpec) -> bool:
    """Whether two entries ever fire at the same minute."""
    if one.recurring and other.recurring:
        return not set(_moments(one)).isdisjoint(_moments(other))
    single, second = (other, one) if one.recurring else (one, other)
    return any(
        firing.astimezone(UTC) == moment
        for moment in _moments(single)
        for firing in next_firings(second, moment - timedelta(minutes=1), 1)
    )


def mean_bounds(entries: Mapping[int, ScheduleSpec], base: Bounds) -> tuple[float, float]:
    """Return the mean floor and ceiling over a week in which the recurring *entries* have settled."""
    weekly = {place: entry for place, entry in entries.items() if entry.recurring}
    low, high = _settled(weekly, base)
    start, lows, highs = WINTER, 0.0, 0.0
    for moment, _, new in [*_week(weekly), (WINTER + WEEK, -1, Bounds(None, None))]:
        share = (moment - start) / WEEK
        lows, highs, start = lows + low * share, highs + high * share, moment
        low, high = _after(low, high, new)
    return lows, highs


def _settled(weekly: Mapping[int, ScheduleSpec], base: Bounds) -> tuple[int, int]:
    """Return the bounds at the start of a week, when the week before went the same way."""
    low, high = base.min or 1, base.max or 1
    for _, _, new in _week(weekly):
        low, high = _after(low, high, new)
    return low, high


def _after(low: int, high: int, new: Bounds) -> tuple[int, int]:
    """Return the bounds after a firing."""
    return low if new.min is None else new.min, high if new.max is None else new.max


def _crossing(entries: Mapping[int, ScheduleSpec], base: Bounds) -> Findings:
    """Yield the entry that lifts the floor over the ceiling of the time, or lowers the ceiling under the floor."""
    low, high = base.min or 1, base.max or 1
    for _, place, new in _week(entries) * 2:
        low, high = _after(low, high, new)
        if low > high:
            text = f"at {entries[place].at!r} min would be {low} and max {high}; set both in this entry"
            yield ("schedule", place), text
            return


def _week(entries: Mapping[int, ScheduleSpec]) -> list[tuple[datetime, int, Bounds]]:
    """Return when and how the entries fire in a week, in the order of time."""
    firings = [
        (moment, place, entry.bounds())
        for place, entry in entries.items()
        for moment in _moments(entry)
        if WINTER <= moment < WINTER + WEEK
    ]
    return sorted(firings, key=lambda firing: firing[:2])


def _moments(entry: ScheduleSpec) -> tuple[datetime, ...]:
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
