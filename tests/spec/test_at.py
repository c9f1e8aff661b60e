"""Times of the week in words, and what AWS makes of them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from aws_cron_expression_validator.validator import AWSCronExpressionValidator
from hypothesis import given
from hypothesis import strategies as st
from pyawscron import AWSCron

from modelhost.spec.at import parse
from modelhost.spec.schedule import ScheduleSpec, next_firings

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MEANINGS = [
    ("weekdays 08:00", "cron(0 8 ? * MON-FRI *)"),
    ("Weekends 10:15", "cron(15 10 ? * SAT,SUN *)"),
    ("daily 23:30", "cron(30 23 * * ? *)"),
    ("monday 07:00", "cron(0 7 ? * MON *)"),
    ("mon,wed,fri 09:30", "cron(30 9 ? * MON,WED,FRI *)"),
    ("tue-thu 00:00", "cron(0 0 ? * TUE-THU *)"),
    ("fri-sun 06:00", "cron(0 6 ? * FRI,SAT,SUN *)"),
    ("mon-sun 12:00", "cron(0 12 * * ? *)"),
    ("2026-12-24 18:00", "at(2026-12-24T18:00:00)"),
]
EXAMPLES = '"weekdays 08:00", "mon,wed,fri 09:30", "daily 23:00" or "2026-12-24 18:00"'
DAY_WORDS = "use daily, weekdays, weekends, or days such as mon,wed,fri"
MISTAKES = [
    ("0 8 * * 1-5", f"'0 8 * * 1-5' looks like a cron expression; write words, such as {EXAMPLES}"),
    (
        "cron(0 8 ? * MON-FRI *)",
        f"'cron(0 8 ? * MON-FRI *)' is in AWS's own dialect; write words, such as {EXAMPLES}",
    ),
    ("08:00", f"'08:00' is not days and a time; write {EXAMPLES}"),
    ("weekdays 8:00", "'8:00' in 'weekdays 8:00' is not a time of day; write it as 08:00, between 00:00 and 23:59"),
    ("weekdays 24:00", "'24:00' in 'weekdays 24:00' is not a time of day; write it as 08:00, between 00:00 and 23:59"),
    ("weekday 08:00", f"'weekday' in 'weekday 08:00' is not a day; {DAY_WORDS} (did you mean weekdays?)"),
    ("xyz 08:00", f"'xyz' in 'xyz 08:00' is not a day; {DAY_WORDS}"),
    (
        "fri-mon 08:00",
        "'fri-mon' in 'fri-mon 08:00' runs over the end of the week; name the days, such as sat,sun,mon",
    ),
    ("2026-02-30 08:00", "'2026-02-30' in '2026-02-30 08:00' is not a date of the calendar; write it as 2026-12-24"),
]


@pytest.mark.parametrize(("at", "expression"), MEANINGS)
def test_words_compile_to_the_six_field_form(at: str, expression: str) -> None:
    """Each way to write a time has one AWS expression."""
    assert ScheduleSpec(at=at, count=1).aws_cron() == expression


@pytest.mark.parametrize(("at", "text"), MISTAKES)
def test_what_is_no_time_says_what_to_write(at: str, text: str) -> None:
    """Other dialects and slips are refused with an example."""
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        parse(at)


times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
day_lists = st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(",".join)
weekly = st.builds("{} {}".format, st.one_of(st.sampled_from(["daily", "weekdays", "weekends"]), day_lists), times)


@given(weekly)
def test_every_expression_is_one_that_aws_takes(at: str) -> None:
    """The AWS dialect's validator accepts each expression, with exactly one question mark."""
    expression = ScheduleSpec(at=at, count=1).aws_cron()
    fields = expression.removeprefix("cron(").removesuffix(")")
    assert fields.count("?") == 1
    assert AWSCronExpressionValidator.validate(fields)


@given(weekly, st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))
def test_our_firings_are_those_of_the_expression(at: str, start: datetime) -> None:
    """What we show as the next firings is what the compiled expression says, by an independent reading of it."""
    spec = ScheduleSpec(at=at, count=1)
    after = start.replace(second=0, microsecond=0, tzinfo=UTC)
    fields = spec.aws_cron().removeprefix("cron(").removesuffix(")")
    expected = AWSCron.get_next_n_schedule(10, after, fields)
    assert next_firings(spec, after, 10) == [moment for moment in expected if moment > after][:10]


@given(
    weekly, st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)), st.sampled_from(["Europe/Berlin", "Asia/Kolkata"])
)
def test_firings_rise_and_stand_at_the_written_time(at: str, start: datetime, zone: str) -> None:
    """In any zone firings follow one another, after the moment asked, at the wall-clock time that is written."""
    spec = ScheduleSpec(at=at, timezone=zone, count=1)
    after = start.replace(tzinfo=UTC)
    found = next_firings(spec, after, 8)
    instants = [moment.astimezone(UTC) for moment in found]
    assert len(found) == 8
    assert all(earlier < later for earlier, later in zip([after, *instants], instants, strict=False))
    assert {f"{moment:%H:%M}" for moment in found} == {at.split(" ")[1]}
    assert instants[-1] - after <= timedelta(weeks=10)
