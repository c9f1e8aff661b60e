"""Schedules: what each entry sets, when it fires next, and whether AWS holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from modelhost.operate.standing.fact import Fact
from modelhost.spec.schedule import ScheduleSpec, next_firings

FIRINGS = 3


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
    entries: Iterable[ScheduleSpec], actions: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[ScheduleFact, ...]:
    """Put the stack file's entries next to the scheduled *actions* that AWS holds."""
    held = {(action["Schedule"], action.get("Timezone") or "UTC") for action in actions}
    return tuple(
        ScheduleFact(
            at=entry.at,
            timezone=entry.timezone,
            sets=sets(entry),
            next=tuple(next_firings(entry, now, FIRINGS)),
            live=(entry.aws_cron(), entry.timezone) in held,
        )
        for entry in entries
    )


def sets(entry: ScheduleSpec) -> str:
    """Say in words what an entry sets."""
    if entry.count is not None:
        return f"count {entry.count}"
    bounds = {"min": entry.min, "max": entry.max}
    return ", ".join(f"{word} {value}" for word, value in bounds.items() if value is not None)
