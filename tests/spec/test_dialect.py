"""One time of the week in the dialects of Application Auto Scaling, EventBridge, EC2 Auto Scaling and KEDA."""

import pytest

from modelhost.spec.schedule import ScheduleSpec


@pytest.mark.parametrize(
    ("at", "aws", "unix"),
    [
        ("weekdays 08:00", "cron(0 8 ? * MON-FRI *)", "0 8 * * 1-5"),
        ("daily 23:30", "cron(30 23 * * ? *)", "30 23 * * *"),
        ("weekends 10:05", "cron(5 10 ? * SAT,SUN *)", "5 10 * * 0,6"),
        ("mon,wed,fri 09:00", "cron(0 9 ? * MON,WED,FRI *)", "0 9 * * 1,3,5"),
        ("sun 00:00", "cron(0 0 ? * SUN *)", "0 0 * * 0"),
        ("tue-thu 12:00", "cron(0 12 ? * TUE-THU *)", "0 12 * * 2-4"),
    ],
)
def test_a_time_is_said_in_every_dialect(at: str, aws: str, unix: str) -> None:
    """Six fields with a question mark for AWS's schedulers, five of Unix for node groups and KEDA."""
    entry = ScheduleSpec(at=at, count=1)
    assert (entry.aws_cron(), entry.scheduler_cron()) == (aws, aws)
    assert entry.unix_cron() == unix


def test_a_single_moment_has_no_unix_form() -> None:
    """Five fields come back every year; AWS's schedulers have a form for a moment."""
    entry = ScheduleSpec(at="2026-12-24 18:00", count=1)
    assert entry.scheduler_cron() == "at(2026-12-24T18:00:00)"
    with pytest.raises(
        ValueError, match="2026-12-24 18:00 is a single moment, and five cron fields come back every year"
    ):
        entry.unix_cron()
