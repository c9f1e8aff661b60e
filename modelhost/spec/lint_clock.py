"""Odd but legal schedules: what fires while an endpoint is gone, starting or being updated."""

from datetime import UTC, date, timedelta
from itertools import pairwise

from modelhost.spec.base import Findings, Place
from modelhost.spec.calendar import Firing, firings
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.schedule import ScheduleSpec, in_gap
from modelhost.spec.week import WEEK, WINTER

LOOK_DAYS = 14


def odd(endpoint: EndpointSpec) -> Findings:
    """Yield what is most likely not meant of the schedule of *endpoint*."""
    found = [each for each in firings(endpoint.scaling, WINTER, LOOK_DAYS) if _recurs(endpoint, each)]
    yield from _while_gone(endpoint, found)
    yield from _too_soon(endpoint, found)
    yield from _no_window(endpoint, found)


def skipped_hours(endpoint: EndpointSpec, today: date, days: int) -> Findings:
    """Yield that the clock skips the opening or the closing on some day of the *days* from *today* on."""
    hours = endpoint.scaling.hours
    if hours is None:
        return
    for when in hours.opening:
        time = f"{when.hour:02}:{when.minute:02}"
        day = in_gap(ScheduleSpec(at=f"daily {time}", timezone=hours.timezone, count=1), today, days)
        if day is not None and day.weekday() in when.days:
            text = f"the clock of {hours.timezone} skips {time} on {day}"
            yield ("scaling", "hours"), f"{text}; choose another hour, or UTC"


def _recurs(endpoint: EndpointSpec, firing: Firing) -> bool:
    """Whether *firing* comes again every week."""
    return firing.place[0] == "hours" or endpoint.scaling.schedule[int(firing.place[1])].recurring


def _while_gone(endpoint: EndpointSpec, found: list[Firing]) -> Findings:
    """Yield the entries that only ever fire while the endpoint is gone."""
    if endpoint.scaling.hours is None:
        return
    awake: set[Place] = set()
    asleep = True
    for firing in found:
        asleep = asleep if firing.asleep is None else firing.asleep
        if not asleep and firing.asleep is None:
            awake.add(firing.place)
    for place in dict.fromkeys(each.place for each in found if each.asleep is None):
        if place not in awake:
            entry = endpoint.scaling.schedule[int(place[1])]
            text = f"{entry.at!r} fires only while the endpoint is gone (hours {endpoint.scaling.hours.at!r})"
            yield ("scaling", *place, "at"), f"{text}; move it into the hours, or leave it out"


def _too_soon(endpoint: EndpointSpec, found: list[Firing]) -> Findings:
    """Yield the entries that fire before what fired before them can be in effect."""
    told: set[Place] = set()
    low = endpoint.scaling.fewest
    for before, after in pairwise(found):
        busy = _busy_seconds(endpoint, before, low)
        low = low if before.min is None else before.min
        gap = (after.moment - before.moment).total_seconds()
        if 0 < gap < busy and after.place[0] == "schedule" and after.place not in told:
            told.add(after.place)
            text = f"fires {gap / 60:g} min after {_name(before.place)}, which takes about {busy / 60:.0f} min to take "
            yield ("scaling", *after.place, "at"), f"{text}effect ({_why(before)}); leave more time between them"


def _busy_seconds(endpoint: EndpointSpec, firing: Firing, low: int) -> int:
    """Return how long it takes until *firing*, after a floor of *low*, is in effect: a start, or an update."""
    if firing.size is not None:
        return endpoint.startup + endpoint.rollout.waits_seconds
    rises = firing.asleep is False or (firing.min is not None and firing.min > low)
    return endpoint.startup if rises else 0


def _why(firing: Firing) -> str:
    """Return what takes time."""
    if firing.size is not None:
        return "an update, during which AWS takes no scheduled action"
    return "the endpoint's start" if firing.asleep is False else "the start of a replica"


def _name(place: Place) -> str:
    """Return how to call what stands at *place*."""
    return "hours" if place[0] == "hours" else f"schedule[{place[1]}]"


def _no_window(endpoint: EndpointSpec, found: list[Firing]) -> Findings:
    """Yield that an update does not fit between any two firings."""
    moments = [each.moment.astimezone(UTC) for each in found if each.asleep is None]
    if not moments:
        return
    gaps = [later - earlier for earlier, later in pairwise([*moments, moments[0] + 2 * WEEK])]
    length = timedelta(seconds=endpoint.startup + endpoint.rollout.waits_seconds)
    if max(gaps) < length:
        text = f"an update takes about {length.total_seconds() / 60:.0f} min, and the schedule fires every "
        text += f"{max(gaps).total_seconds() / 60:.0f} min or more often, which AWS refuses during an update"
        yield ("scaling", "schedule"), f"{text}; leave a longer gap, or shorten rollout.bake_seconds"
