"""Schedules: what each entry sets, when it fires next, and whether AWS holds it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.standing.fact import Fact
from modelhost.spec.dialect import scheduler
from modelhost.spec.hours import HoursSpec
from modelhost.spec.schedule import ScheduleSpec, firings_between, next_firings

FIRINGS = 3
FORTNIGHT = timedelta(days=14)
"""Opening hours come round every week."""
MACHINE_SUFFIX = "-resize"
"""Ends the name of an endpoint's state machine."""
Timers = frozenset[tuple[str, str]] | set[tuple[str, str]]
"""Expressions with their time zones."""


class ScheduleFact(Fact):
    """One entry of an endpoint's schedule."""

    at: str
    """When, as the stack file says."""
    timezone: str
    sets: str
    """What it sets, in words."""
    next: tuple[datetime, ...]
    """The next firings, in its time zone."""
    live: bool
    """Whether AWS holds it."""


def schedule_facts(
    entries: Iterable[ScheduleSpec], actions: Sequence[Mapping[str, Any]], now: datetime, clock: Timers = frozenset()
) -> tuple[ScheduleFact, ...]:
    """Put the stack file's entries next to the scheduled *actions* and the timers of the *clock* that AWS holds."""
    held = {(action["Schedule"], action.get("Timezone") or "UTC") for action in actions}
    return tuple(
        ScheduleFact(
            at=entry.at,
            timezone=entry.timezone,
            sets=sets(entry),
            next=tuple(next_firings(entry, now, FIRINGS)),
            live=all(_held(entry, held, clock)),
        )
        for entry in entries
    )


def _held(entry: ScheduleSpec, actions: Timers, clock: Timers) -> Iterator[bool]:
    """Yield for each part of *entry* whether AWS holds it: counts are scheduled actions, sizes have timers."""
    if entry.numbers():
        yield (entry.aws_cron(), entry.timezone) in actions
    if entry.size is not None:
        yield (entry.scheduler_cron(), entry.timezone) in clock


def hours_facts(hours: HoursSpec | None, now: datetime, clock: Timers) -> tuple[ScheduleFact, ...]:
    """Return when the endpoint comes and goes, and whether AWS holds the timers for it."""
    if hours is None:
        return ()
    edges = {"the endpoint comes": hours.opening.opens, "the endpoint goes": hours.opening.closes}
    return tuple(
        ScheduleFact(
            at=f"hours {hours.at}",
            timezone=hours.timezone,
            sets=what,
            next=tuple(islice(firings_between(when, hours.timezone, now, now + FORTNIGHT), FIRINGS)),
            live=(scheduler(when), hours.timezone) in clock,
        )
        for what, when in edges.items()
    )


def timers(cloud: Cloud, endpoints: Collection[str]) -> dict[str, Timers]:
    """Ask EventBridge Scheduler for the timers that start the state machine of one of *endpoints*."""
    client = cloud.client("scheduler")
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in endpoints}
    for each in cloud.items("scheduler", "list_schedules", "Schedules"):
        owner = str((each.get("Target") or {}).get("Arn", "")).rpartition(":")[2].removesuffix(MACHINE_SUFFIX)
        if owner in found:
            timer = client.get_schedule(Name=each["Name"], GroupName=each["GroupName"])
            found[owner].add((timer["ScheduleExpression"], timer.get("ScheduleExpressionTimezone") or "UTC"))
    return {name: frozenset(theirs) for name, theirs in found.items()}


def sets(entry: ScheduleSpec) -> str:
    """Say in words what an entry sets."""
    bounds = {"size": entry.size, "count": entry.count, "min": entry.min, "max": entry.max}
    return ", ".join(f"{word} {value}" for word, value in bounds.items() if value is not None)
