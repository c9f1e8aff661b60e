"""Scaling by the clock."""

from datetime import datetime
from typing import NamedTuple

from modelhost.spec.base import Spec


class Bounds(NamedTuple):
    """What a firing sets on the scalable target; none leaves the value as it is."""

    min: int | None
    max: int | None


class ScheduleSpec(Spec):
    """At a time of the week, new bounds."""

    at: str
    """When, such as `weekdays 08:00`, `weekends 10:00`, `daily 23:30`, `mon,fri 09:00` or `2026-12-24 18:00`."""
    timezone: str = "UTC"
    """IANA time zone; daylight saving time is followed."""
    min: int | None = None
    """Fewest replicas from then on."""
    max: int | None = None
    """Most replicas from then on."""
    count: int | None = None
    """Exactly so many replicas from then on."""

    def bounds(self) -> Bounds:
        """Return what a firing sets: a count is both bounds at once."""
        return Bounds(self.min, self.max) if self.count is None else Bounds(self.count, self.count)

    def aws_cron(self) -> str:
        """Return the expression that Application Auto Scaling understands."""
        raise ValueError(self.at)


def next_firings(spec: ScheduleSpec, after: datetime, count: int) -> list[datetime]:
    """Return the next *count* firings of *spec* after *after*, in its time zone."""
    raise ValueError(spec.at)
