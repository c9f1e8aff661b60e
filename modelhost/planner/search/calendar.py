"""Where the windows of a trace lie in the week of a time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.clock import DAY_SECONDS, HOUR_SECONDS, WEEK_SECONDS
from modelhost.planner.load.trace import Trace

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
"""When a trace without a date is taken to begin: midnight of a Monday."""


def beginning(trace: Trace) -> datetime:
    """Return when *trace* begins, in UTC."""
    return trace.start or MONDAY


def local_seconds(start: datetime, seconds: Counts, timezone: str) -> Counts:
    """Return (moments,) wall-clock seconds since `MONDAY` in *timezone*, of *seconds* after *start*."""
    zone = ZoneInfo(timezone)
    hours = np.unique(seconds // HOUR_SECONDS)
    offsets = np.array([_offset(start + timedelta(hours=int(hour)), zone) for hour in hours], dtype=np.int64)
    since = int((start - MONDAY).total_seconds())
    return seconds + since + offsets[np.searchsorted(hours, seconds // HOUR_SECONDS)]


def day_of(local: Counts) -> Counts:
    """Return (moments,) the number of the local day, counted from `MONDAY`; Mondays are multiples of 7."""
    return local // DAY_SECONDS


def second_of_week(local: Counts) -> Counts:
    """Return (moments,) seconds since the local Monday's midnight."""
    return local % WEEK_SECONDS


def _offset(moment: datetime, zone: ZoneInfo) -> int:
    """Return the seconds by which the clock of *zone* is ahead of UTC."""
    ahead = moment.astimezone(zone).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0
