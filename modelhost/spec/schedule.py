"""Scaling by the clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import Field

from modelhost.spec import dialect
from modelhost.spec.at import Once, Weekly, parse
from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.zone import zone_problem

HORIZON_DAYS = 36_500
"""How far ahead firings are looked for."""


class Bounds(NamedTuple):
    """What a firing sets on the scalable target; none leaves the value as it is."""

    min: int | None
    """Fewest replicas."""
    max: int | None
    """Most replicas."""

    def or_one(self) -> tuple[int, int]:
        """Return both, one replica for what is not set."""
        return 1 if self.min is None else self.min, 1 if self.max is None else self.max


class ScheduleSpec(Spec):
    """At a time of the week, new bounds."""

    at: str
    """When, such as `weekdays 08:00`, `weekends 10:00`, `daily 23:30`, `mon,fri 09:00` or `2026-12-24 18:00`."""
    timezone: str = "UTC"
    """IANA time zone; daylight saving time is followed."""
    min: int | None = Field(default=None, ge=0)
    """Fewest replicas from then on, with `auto`."""
    max: int | None = Field(default=None, ge=0)
    """Most replicas from then on, with `auto`."""
    count: int | None = Field(default=None, ge=0)
    """Exactly so many replicas from then on, with each strategy."""
    size: str | None = None
    """Machine type from then on, with `vertical`."""

    @rule("at")
    def _readable(self, region: str | None) -> Findings:
        """The time is written in words that we know."""
        try:
            parse(self.at)
        except ValueError as error:
            yield ("at",), str(error)

    @rule("timezone")
    def _zone_exists(self, region: str | None) -> Findings:
        """The time zone is one of the IANA database."""
        problem = zone_problem(self.timezone)
        if problem is not None:
            yield ("timezone",), problem

    @rule("min", "max", "count", "size")
    def _sets_something(self, region: str | None) -> Findings:
        """A firing changes something, in one way."""
        if self.min is None and self.max is None and self.count is None and self.size is None:
            yield (), "sets nothing; add min, max, count or size"
        if self.count is not None and (self.min is not None or self.max is not None):
            yield ("count",), f"count {self.count} already sets min and max; leave those out, or the count"
        if self.min is not None and self.max is not None and self.min > self.max:
            yield ("min",), f"min {self.min} exceeds max {self.max}; lower min or raise max"

    @property
    def when(self) -> Weekly | Once:
        """The meaning of `at`."""
        return parse(self.at)

    @property
    def recurring(self) -> bool:
        """Whether it fires again and again."""
        return isinstance(self.when, Weekly)

    def numbers(self) -> dict[str, int]:
        """Return the numbers that the entry sets, by field."""
        fields = {"min": self.min, "max": self.max, "count": self.count}
        return {name: value for name, value in fields.items() if value is not None}

    def bounds(self) -> Bounds:
        """Return what a firing sets: a count is both bounds at once."""
        return Bounds(self.min, self.max) if self.count is None else Bounds(self.count, self.count)

    def aws_cron(self) -> str:
        """Return the expression that Application Auto Scaling understands, six fields or a single moment."""
        return dialect.autoscaling(self.when)

    def scheduler_cron(self) -> str:
        """Return the expression that EventBridge Scheduler understands."""
        return dialect.scheduler(self.when)

    def unix_cron(self) -> str:
        """Return what EC2 Auto Scaling and KEDA understand, five fields; ValueError for a single moment."""
        return dialect.unix(self.when)


def firings_between(when: Weekly | Once, timezone: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield when *when* fires from *start* to before *end*, in its time zone."""
    zone = ZoneInfo(timezone)
    days = (end - start).days + 3
    for moment in _local_times(when, zone, start.astimezone(zone).date() - timedelta(days=1), days):
        if start <= moment.astimezone(UTC) < end and _exists(moment):
            yield moment


def next_firings(spec: ScheduleSpec, after: datetime, count: int) -> list[datetime]:
    """Return up to *count* firings of *spec* after *after* (which knows its zone), in the schedule's time zone."""
    found: list[datetime] = []
    for moment in _firings(spec, after.astimezone(ZoneInfo(spec.timezone)).date()):
        if len(found) == count:
            break
        if moment.astimezone(UTC) > after.astimezone(UTC):
            found.append(moment)
    return found


def in_gap(spec: ScheduleSpec, first: date, days: int) -> date | None:
    """Return the first day from *first* on whose clock skips the time of *spec*; none within *days*."""
    for moment in _local_times(spec.when, ZoneInfo(spec.timezone), first, days):
        if not _exists(moment):
            return moment.date()
    return None


def _firings(spec: ScheduleSpec, first: date) -> Iterator[datetime]:
    """Yield firings from the day *first* on; a time that the clock skips does not fire, one it repeats fires once."""
    return (
        moment for moment in _local_times(spec.when, ZoneInfo(spec.timezone), first, HORIZON_DAYS) if _exists(moment)
    )


def _local_times(when: Weekly | Once, zone: ZoneInfo, first: date, days: int) -> Iterator[datetime]:
    """Yield the wall-clock times of *when* on *days* days, whether the clock shows them or not."""
    if isinstance(when, Once):
        yield when.moment.replace(tzinfo=zone)
        return
    for offset in range(days):
        day = first + timedelta(days=offset)
        if day.weekday() in when.days:
            yield datetime(day.year, day.month, day.day, when.hour, when.minute, tzinfo=zone)


def _exists(moment: datetime) -> bool:
    """Whether the clock of its zone ever shows *moment*."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)
