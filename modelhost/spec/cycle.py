"""What a schedule does over the weeks: which entries meet, which never come back, which cross."""

from collections.abc import Mapping
from datetime import UTC, timedelta

from modelhost.spec.base import Findings
from modelhost.spec.schedule import Bounds, ScheduleSpec, next_firings
from modelhost.spec.week import PER_WEEK, WEEK, after, moments, week

SIDES = ("min", "max")


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
    weekly = {place: entry for place, entry in entries.items() if entry.recurring}
    yield from _crossing(weekly, base)
    for place, entry in entries.items():
        if not entry.recurring:
            yield from _crossing_once(place, entry, weekly, base)


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


def resized_for_good(entries: Mapping[int, ScheduleSpec], machine: str) -> Findings:
    """Yield the entry that sets another size than *machine* and is never taken back."""
    setting = {place: entry for place, entry in entries.items() if entry.size is not None}
    for place in _lost(setting, "size", machine):
        entry = setting[place]
        what = f"size {entry.size} from {entry.at!r} on is never taken back"
        yield ("schedule", place), f"{what}; add an entry that sets size {machine} again"


def _lost(entries: Mapping[int, ScheduleSpec], side: str, normal: int | str | None) -> list[int]:
    """Return the first entry that moves a bound, or the size, away from *normal* for good, if there is one."""
    values = {
        place: entry.size if side == "size" else getattr(entry.bounds(), side) for place, entry in entries.items()
    }
    weekly = [place for place, entry in entries.items() if entry.recurring]
    if weekly:
        steady = len({values[place] for place in weekly}) == 1
        return weekly[:1] if steady and values[weekly[0]] != normal else []
    in_time = sorted(entries, key=lambda place: moments(entries[place]))
    return in_time[-1:] if in_time and values[in_time[-1]] != normal else []


def _meet(one: ScheduleSpec, other: ScheduleSpec) -> bool:
    """Whether two entries ever fire at the same minute."""
    if one.recurring and other.recurring:
        return not set(moments(one)).isdisjoint(moments(other))
    single, second = (other, one) if one.recurring else (one, other)
    return any(
        firing.astimezone(UTC) == moment
        for moment in moments(single)
        for firing in next_firings(second, moment - timedelta(minutes=1), 1)
    )


def _crossing(entries: Mapping[int, ScheduleSpec], base: Bounds) -> Findings:
    """Yield the entry that lifts the floor over the ceiling of the time, or lowers the ceiling under the floor."""
    low, high = base.or_one()
    for _, place, new in week(entries) * 2:
        low, high = after(low, high, new)
        if low > high:
            yield _crossed(place, entries[place], low, high)
            return


def _crossing_once(place: int, entry: ScheduleSpec, weekly: Mapping[int, ScheduleSpec], base: Bounds) -> Findings:
    """Yield that a single moment meets a floor or ceiling that the *weekly* entries have set by then."""
    low, high = base.or_one()
    for moment in moments(entry):
        before = [
            (firing.astimezone(UTC), other.bounds())
            for other in weekly.values()
            for firing in next_firings(other, moment - WEEK, PER_WEEK)
            if firing.astimezone(UTC) < moment
        ]
        for _, new in sorted(before, key=lambda firing: firing[0]):
            low, high = after(low, high, new)
        low, high = after(low, high, entry.bounds())
        if low > high:
            yield _crossed(place, entry, low, high)


def _crossed(place: int, entry: ScheduleSpec, low: int, high: int) -> tuple[tuple[str | int, ...], str]:
    """Return the finding that *entry* leaves the floor above the ceiling."""
    return ("schedule", place), f"at {entry.at!r} min would be {low} and max {high}; set both in this entry"
