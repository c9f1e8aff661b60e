"""The hours in which an endpoint exists."""

import pytest

from modelhost.spec.hours import HoursSpec
from tests.spec.kind import HERE, of
from tests.spec.stack import loaded, told

PLACE = f"{HERE}.scaling.hours"


def hours(value: object) -> dict[str, object]:
    """Return an environment whose endpoint exists at certain hours."""
    return of("realtime", scaling={"strategy": "horizontal", "replicas": {"count": 1}, "hours": value})


@pytest.mark.parametrize(
    ("at", "opens", "closes"),
    [
        ("weekdays 07-20", "cron(0 7 ? * MON-FRI *)", "cron(0 20 ? * MON-FRI *)"),
        ("mon,wed 8:30-18:15", "cron(30 8 ? * MON,WED *)", "cron(15 18 ? * MON,WED *)"),
        ("daily 6-22", "cron(0 6 * * ? *)", "cron(0 22 * * ? *)"),
        ("fri 12-24", "cron(0 12 ? * FRI *)", "cron(0 0 ? * SAT *)"),
        ("sun 12-24", "cron(0 12 ? * SUN *)", "cron(0 0 ? * MON *)"),
    ],
)
def test_hours_open_and_close(at: str, opens: str, closes: str) -> None:
    """Two times of the week, in the dialect of EventBridge Scheduler."""
    assert tuple(when.aws() for when in HoursSpec(at=at).opening) == (opens, closes)


def test_the_bare_text_is_enough() -> None:
    """A block is needed only for a time zone."""
    short, long = (loaded(hours(value)) for value in ("weekdays 07-20", {"at": "weekdays 07-20", "timezone": "UTC"}))
    assert short == long


@pytest.mark.parametrize(
    ("value", "place", "text"),
    [
        (
            "weekdays",
            ".at",
            '\'weekdays\' is not days and hours; write them as "weekdays 07-20" or "mon,wed 08:30-18:00"',
        ),
        (
            "weekdays 20-07",
            ".at",
            "'20-07' in 'weekdays 20-07' ends before it begins; hours lie within a day, such as "
            '"weekdays 07-20" or "mon,wed 08:30-18:00"',
        ),
        (
            "weekdays 07-25",
            ".at",
            "'25' in 'weekdays 07-25' is not an hour of the day; write it as 07 or 07:30, up to 24",
        ),
        (
            "weekdays 07:60-20",
            ".at",
            "'07:60' in 'weekdays 07:60-20' is not an hour of the day; write it as 07 or 07:30, up to 24",
        ),
        (
            "daily 00-24",
            ".at",
            "'daily 00-24' are whole days, with nothing between them to save; leave hours out, or shorten them",
        ),
        (
            "workdays 07-20",
            ".at",
            "'workdays' in 'workdays 07-20' is not a day; use daily, weekdays, weekends, or days such as mon,wed,fri "
            "(did you mean weekdays?)",
        ),
        (
            {"at": "weekdays 07-20", "timezone": "Europe/Berln"},
            ".timezone",
            "'Europe/Berln' is not an IANA time zone; did you mean Europe/Berlin?",
        ),
        (7, "", "7 is not a block of fields; write one `field: value` a line"),
    ],
)
def test_hours_that_are_unclear_are_refused(value: object, place: str, text: str) -> None:
    """What cannot be read is refused with an example."""
    assert told(hours(value)) == [f"{PLACE}{place}: {text}"]
