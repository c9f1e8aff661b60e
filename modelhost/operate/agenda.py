"""What the clock does to an endpoint on the days to come, day by day in one time zone: computed, nothing is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from modelhost.operate.standing.fact import Fact
from modelhost.spec.calendar import Firing, State, firings, state_at
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.scalable import scalable

MINUTE = timedelta(minutes=1)


class Setting(Fact):
    """What holds at a moment."""

    min: int
    """Fewest replicas."""
    max: int
    """Most replicas."""
    size: str | None
    """Machine type; none when there is none."""
    asleep: bool
    """Whether the endpoint is gone until its hours come."""


class Span(Fact):
    """A part of a day in which nothing changes."""

    start: datetime
    end: datetime
    setting: Setting


class Day(Fact):
    """One day of the calendar."""

    date: date
    hours: float
    """How long it is; not 24 when the clock is changed."""
    spans: tuple[Span, ...]


class Change(Fact):
    """One firing."""

    at: datetime
    """When, in the time zone of the entry."""
    timezone: str
    """That time zone."""
    place: str
    """Where it stands in the endpoint's scaling block."""
    sets: str
    """What it sets, in words."""


class ClockChange(Fact):
    """The clock goes forward or back."""

    date: date
    before: datetime
    """The last moment of the old time."""
    after: datetime
    """The first moment of the new time."""


class Agenda(Fact):
    """The days to come of one endpoint."""

    endpoint: str
    """Name in the stack file."""
    kind: str
    strategy: str
    owns_size: bool
    """Whether the strategy chooses the machine type, so that it is worth a word."""
    unit: str
    """What is counted."""
    scheduled: bool
    """Whether the clock does anything at all, on these days or others."""
    timezone: str
    """In which the days are told."""
    elsewhere: tuple[str, ...]
    """Other time zones that entries are written in."""
    now: Setting
    days: tuple[Day, ...]
    changes: tuple[Change, ...]
    """Firings from now on, the next first."""
    clock_changes: tuple[ClockChange, ...]


def agenda(key: str, spec: EndpointSpec, now: datetime, days: int, timezone: str | None = None) -> Agenda:
    """Return the *days* days from the one of *now* on, in *timezone* or the one that most entries are written in."""
    zones = zones_of(spec)
    name = timezone or (zones[0] if zones else "UTC")
    today = now.astimezone(ZoneInfo(name)).date()
    edges = [datetime.combine(today + timedelta(days=each), time(), ZoneInfo(name)) for each in range(days + 1)]
    coming = firings(spec.scaling, edges[0], days + 1)
    base = state_at(spec.scaling, spec.machine, edges[0])
    return Agenda(
        endpoint=key,
        kind=str(spec.kind),
        strategy=spec.scaling.strategy,
        owns_size=spec.scaling.chosen.owns_size,
        unit=scalable(spec.kind).unit,
        scheduled=bool(zones),
        timezone=name,
        elsewhere=tuple(zone for zone in zones if zone != name),
        now=setting(state_at(spec.scaling, spec.machine, now)),
        days=tuple(calendar(edges, base, coming)),
        changes=tuple(change(each) for each in coming if now < utc(each.moment) < utc(edges[-1])),
        clock_changes=tuple(clock_changes(edges)),
    )


def zones_of(spec: EndpointSpec) -> list[str]:
    """Return the time zones of the endpoint's entries and hours, the most used first."""
    named = [entry.timezone for entry in spec.scaling.schedule if spec.scaling.in_use(entry)]
    if spec.scaling.hours is not None:
        named.append(spec.scaling.hours.timezone)
    return [zone for zone, _ in Counter(named).most_common()]


def calendar(edges: Sequence[datetime], state: State, coming: Sequence[Firing]) -> Iterator[Day]:
    """Yield the days between *edges*, beginning in *state* and changed by what is *coming*."""
    rest = list(coming)
    for start, end in pairwise(edges):
        spans, begun = [], start
        while rest and utc(rest[0].moment) < utc(end):
            firing = rest.pop(0)
            changed = state.after(firing)
            if changed != state and utc(firing.moment) > utc(begun):
                moment = firing.moment.astimezone(start.tzinfo)
                spans.append(Span(start=begun, end=moment, setting=setting(state)))
                begun = moment
            state = changed
        spans.append(Span(start=begun, end=end, setting=setting(state)))
        yield Day(date=start.date(), hours=(utc(end) - utc(start)) / timedelta(hours=1), spans=tuple(spans))


def utc(moment: datetime) -> datetime:
    """Return *moment* so that it can be compared across time zones and changes of the clock."""
    return moment.astimezone(UTC)


def setting(state: State) -> Setting:
    """Return *state* as a fact."""
    return Setting(min=state.min, max=state.max, size=state.size, asleep=state.asleep)


def change(firing: Firing) -> Change:
    """Return *firing* as a fact."""
    place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in firing.place).removeprefix(".")
    return Change(at=firing.moment, timezone=str(firing.moment.tzinfo), place=place, sets=sets(firing))


def sets(firing: Firing) -> str:
    """Say in words what a firing sets."""
    if firing.asleep is not None:
        return "the endpoint goes" if firing.asleep else "the endpoint comes"
    parts = [f"size {firing.size}"] if firing.size else []
    if firing.min is not None and firing.min == firing.max:
        return ", ".join([*parts, f"count {firing.min}"])
    bounds = {"min": firing.min, "max": firing.max}
    return ", ".join([*parts, *(f"{word} {value}" for word, value in bounds.items() if value is not None)])


def clock_changes(edges: Sequence[datetime]) -> Iterator[ClockChange]:
    """Yield the changes of the clock between *edges*."""
    for start, end in pairwise(edges):
        if start.utcoffset() != end.utcoffset():
            moment = utc(start)
            while (moment + MINUTE).astimezone(start.tzinfo).utcoffset() == start.utcoffset():
                moment += MINUTE
            after = (moment + MINUTE).astimezone(start.tzinfo)
            before = start.replace(tzinfo=None) + (utc(after) - utc(start))
            yield ClockChange(date=start.date(), before=before.replace(tzinfo=start.tzinfo), after=after)
