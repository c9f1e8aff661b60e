"""Scaling by the clock: daylight saving time, single moments, and what an entry sets."""

from datetime import UTC, date, datetime

import pytest

from modelhost.spec.schedule import Bounds, ScheduleSpec, in_gap, next_firings
from tests.spec.stack import scaling, told

PLACE = "environment.endpoints.digits.scaling.schedule[0]"


def firings(at: str, zone: str, after: datetime, count: int = 2) -> list[str]:
    """Return the next firings in UTC."""
    spec = ScheduleSpec(at=at, timezone=zone, count=1)
    return [f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" for moment in next_firings(spec, after, count)]


def test_a_wall_clock_time_moves_in_utc_when_the_clock_changes() -> None:
    """08:00 in Berlin is 07:00 UTC in winter and 06:00 UTC in summer."""
    assert firings("daily 08:00", "Europe/Berlin", datetime(2027, 3, 27, 0, tzinfo=UTC)) == [
        "2027-03-27 07:00",
        "2027-03-28 06:00",
    ]


def test_a_time_that_the_clock_skips_does_not_fire() -> None:
    """On the day without 02:30 there is no firing."""
    assert firings("daily 02:30", "Europe/Berlin", datetime(2027, 3, 27, 0, tzinfo=UTC)) == [
        "2027-03-27 01:30",
        "2027-03-29 00:30",
    ]


def test_a_time_that_the_clock_repeats_fires_once() -> None:
    """On the day with two 02:30 there is one firing."""
    assert firings("daily 02:30", "Europe/Berlin", datetime(2027, 10, 31, 0, tzinfo=UTC)) == [
        "2027-10-31 00:30",
        "2027-11-01 01:30",
    ]


def test_the_gap_is_found_on_its_day() -> None:
    """The day whose clock skips the time is named; a time outside the gap has none."""
    skipped = ScheduleSpec(at="daily 02:30", timezone="Europe/Berlin", count=1)
    safe = ScheduleSpec(at="daily 03:30", timezone="Europe/Berlin", count=1)
    assert in_gap(skipped, date(2026, 11, 22), 366) == date(2027, 3, 28)
    assert in_gap(safe, date(2026, 11, 22), 366) is None


def test_a_single_moment_fires_once() -> None:
    """A date fires then and never again."""
    spec = ScheduleSpec(at="2026-12-24 18:00", timezone="Europe/Berlin", min=4)
    assert [f"{moment:%Y-%m-%d %H:%M %z}" for moment in next_firings(spec, datetime(2026, 1, 1, tzinfo=UTC), 3)] == [
        "2026-12-24 18:00 +0100"
    ]
    assert next_firings(spec, datetime(2027, 1, 1, tzinfo=UTC), 3) == []


def test_a_count_is_both_bounds() -> None:
    """A firing with a count leaves no room; one with a floor leaves the ceiling as it is."""
    assert ScheduleSpec(at="daily 08:00", count=3).bounds() == Bounds(3, 3)
    assert ScheduleSpec(at="daily 08:00", min=3).bounds() == Bounds(3, None)


@pytest.mark.parametrize(
    ("entry", "place", "text"),
    [
        ({"at": "daily 08:00"}, "", "sets nothing; add min, max, count or size"),
        (
            {"at": "daily 08:00", "count": 2, "min": 1},
            ".count",
            "count 2 already sets min and max; leave those out, or the count",
        ),
        (
            {"at": "daily 08:00", "min": 3, "max": 2},
            ".min",
            "min 3 exceeds max 2; lower min or raise max",
        ),
        (
            {"at": "daily 08:00", "timezone": "Europe/Berln", "count": 2},
            ".timezone",
            "'Europe/Berln' is not an IANA time zone; did you mean Europe/Berlin?",
        ),
        (
            {"at": "daily 08:00", "timezone": "xyz", "count": 2},
            ".timezone",
            "'xyz' is not an IANA time zone; write one such as Europe/Berlin or UTC",
        ),
        (
            {"at": "daily 08:00", "timezone": "../etc/passwd", "count": 2},
            ".timezone",
            "'../etc/passwd' is not an IANA time zone; write one such as Europe/Berlin or UTC",
        ),
    ],
)
def test_an_entry_sets_something_in_one_way_at_a_known_place(entry: dict[str, object], place: str, text: str) -> None:
    """An entry that is unclear is refused."""
    assert told(scaling("horizontal", replicas={"count": 2}, schedule=[entry])) == [f"{PLACE}{place}: {text}"]
