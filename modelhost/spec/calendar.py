"""What a schedule does on the days to come: each firing, and what holds at a moment."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from modelhost.spec.at import Once
from modelhost.spec.base import Place
from modelhost.spec.scaling import ScalingSpec
from modelhost.spec.schedule import ScheduleSpec, firings_between
from modelhost.spec.week import WEEK, WINTER

MEMORY = timedelta(days=15)
"""How far back recurring entries are asked what they have set; each fires once a week or more often."""


class Firing(NamedTuple):
    """One firing; none leaves what was."""

    moment: datetime
    """When, in the entry's time zone."""
    place: Place
    """Where it stands in the scaling block: `("schedule", 0)` or `("hours",)`."""
    min: int | None = None
    """Fewest replicas from then on."""
    max: int | None = None
    """Most replicas from then on."""
    size: str | None = None
    """Machine type from then on."""
    asleep: bool | None = None
    """Whether the endpoint goes or comes."""


class State(NamedTuple):
    """What holds at a moment."""

    min: int
    """Fewest replicas."""
    max: int
    """Most replicas."""
    size: str | None
    """Machine type; none when serverless."""
    asleep: bool = False
    """Whether the endpoint is gone until its hours come."""

    def after(self, firing: Firing) -> "State":
        """Return what holds after *firing*."""
        return State(
            self.min if firing.min is None else firing.min,
            self.max if firing.max is None else firing.max,
            firing.size or self.size,
            self.asleep if firing.asleep is None else firing.asleep,
        )


class Span(NamedTuple):
    """A part of a week in which nothing changes."""

    share: float
    """Fraction of the week."""
    state: State
    """What holds."""


def firings(scaling: ScalingSpec, start: datetime, days: int) -> list[Firing]:
    """Return what fires in the *days* days from *start* (which knows its zone) on, in the order of time."""
    end = start.astimezone(UTC) + timedelta(days=days)
    return _ordered([*_opening(scaling, start, end), *_scheduled(scaling, start, end)])


def state_at(scaling: ScalingSpec, machine: str | None, moment: datetime) -> State:
    """Return what holds on *machine* at *moment* (which knows its zone), as the clock has set it until then."""
    base = scaling.base()
    state = State(*base.or_one(), machine)
    for firing in _before(scaling, moment.astimezone(UTC)):
        state = state.after(firing)
    return state


def settled_week(scaling: ScalingSpec, machine: str | None) -> list[Span]:
    """Return a week on *machine* in which the recurring entries have settled; single moments do not count."""
    base = scaling.base()
    state = State(*base.or_one(), machine)
    weekly = [each for each in firings(scaling, WINTER - WEEK, 14) if not _single(scaling, each)]
    for firing in weekly:
        if firing.moment < WINTER:
            state = state.after(firing)
    found, start = [], WINTER
    for firing in [each for each in weekly if each.moment >= WINTER]:
        found.append(Span((firing.moment - start) / WEEK, state))
        state, start = state.after(firing), firing.moment.astimezone(UTC)
    return [*found, Span((WINTER + WEEK - start) / WEEK, state)]


def _single(scaling: ScalingSpec, firing: Firing) -> bool:
    """Whether *firing* is of an entry that fires once."""
    return firing.place[0] == "schedule" and not scaling.schedule[int(firing.place[1])].recurring


def _before(scaling: ScalingSpec, moment: datetime) -> list[Firing]:
    """Return the firings that still show at *moment*, itself included."""
    end = moment + timedelta(seconds=1)
    single = [
        _firing(at, place, entry)
        for place, entry in scaling.entries()
        if isinstance(entry.when, Once)
        for at in firings_between(entry.when, entry.timezone, datetime(1970, 1, 1, tzinfo=UTC), end)
    ]
    weekly = [*_opening(scaling, moment - MEMORY, end), *_scheduled(scaling, moment - MEMORY, end)]
    return _ordered(list(dict.fromkeys([*single, *weekly])))


def _scheduled(scaling: ScalingSpec, start: datetime, end: datetime) -> Iterator[Firing]:
    """Yield what the schedule's entries in use fire."""
    for place, entry in scaling.entries():
        for moment in firings_between(entry.when, entry.timezone, start.astimezone(UTC), end.astimezone(UTC)):
            yield _firing(moment, place, entry)


def _opening(scaling: ScalingSpec, start: datetime, end: datetime) -> Iterator[Firing]:
    """Yield when the endpoint comes and goes."""
    hours = scaling.hours
    if hours is None:
        return
    for when, asleep in ((hours.opening.opens, False), (hours.opening.closes, True)):
        for moment in firings_between(when, hours.timezone, start.astimezone(UTC), end.astimezone(UTC)):
            yield Firing(moment, ("hours",), asleep=asleep)


def _firing(moment: datetime, place: int, entry: ScheduleSpec) -> Firing:
    """Return what *entry* fires at *moment*."""
    bounds = entry.bounds()
    return Firing(moment, ("schedule", place), bounds.min, bounds.max, entry.size)


def _ordered(found: list[Firing]) -> list[Firing]:
    """Return the firings in the order of time."""
    return sorted(found, key=lambda firing: firing.moment.astimezone(UTC))
