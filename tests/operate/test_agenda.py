"""The days to come, computed from the stack file alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.operate.agenda import Agenda, Setting, agenda, utc
from modelhost.spec.calendar import state_at
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.schedule import ScheduleSpec
from tests.depth import cases

SUNDAY = datetime(2026, 11, 22, 8, 39, tzinfo=UTC)
BERLIN = {"timezone": "Europe/Berlin"}
WORKDAY = [{"at": "weekdays 08:00", **BERLIN, "min": 2}, {"at": "weekdays 20:00", **BERLIN, "min": 1}]


def endpoint(**scaling: Any) -> EndpointSpec:
    """An endpoint that follows demand; *scaling* overrides its scaling block."""
    block = {"strategy": "auto", "replicas": {"min": 1, "max": 6, "count": 2}, "schedule": WORKDAY, **scaling}
    model = {"artifact": "s3://models/digits.tar.gz", "framework": "sklearn", "size_gib": 0.1}
    return EndpointSpec.model_validate({"model": model, "machine": "ml.m7i.large", "scaling": block})


def coming(now: datetime = SUNDAY, days: int = 14, timezone: str | None = None, **scaling: Any) -> Agenda:
    """The agenda of such an endpoint."""
    return agenda("digits", endpoint(**scaling), now, days, timezone)


def floors(found: Agenda, day: int) -> list[tuple[str, int]]:
    """When each floor of a day begins."""
    return [(f"{span.start:%H:%M}", span.setting.min) for span in found.days[day].spans]


def test_a_day_is_cut_where_something_changes():
    """Sunday keeps what Friday evening set; Monday rises and falls."""
    found = coming()
    assert (floors(found, 0), floors(found, 1)) == ([("00:00", 1)], [("00:00", 1), ("08:00", 2), ("20:00", 1)])


def test_the_next_firing_is_the_first_after_now():
    """Each with its own clock, its place in the stack file and what it sets."""
    first, second = coming().changes[:2]
    assert (f"{first.at:%a %H:%M %Z}", first.place, first.sets) == ("Mon 08:00 CET", "schedule[0]", "min 2")
    assert (f"{second.at:%a %H:%M %Z}", second.place, second.sets) == ("Mon 20:00 CET", "schedule[1]", "min 1")


def test_the_days_are_those_of_the_schedules_clock():
    """Sunday evening in UTC is Monday in Tokyo."""
    entries = [{**entry, "timezone": "Asia/Tokyo"} for entry in WORKDAY]
    found = coming(now=SUNDAY.replace(hour=20), schedule=entries)
    assert (found.timezone, f"{found.days[0].date:%a}", found.now.min) == ("Asia/Tokyo", "Mon", 1)


def test_another_time_zone_may_be_asked_for():
    """The same moments on another clock, and the entries' own zone is told."""
    found = coming(timezone="UTC")
    assert (floors(found, 1)[1], found.elsewhere) == (("07:00", 2), ("Europe/Berlin",))


def test_a_day_on_which_the_clock_goes_forward_is_short():
    """It has 23 hours, and the change is told."""
    found = coming(now=datetime(2027, 3, 27, 12, tzinfo=UTC), days=3)
    [change] = found.clock_changes
    assert [day.hours for day in found.days] == [24.0, 23.0, 24.0]
    assert (f"{change.before:%H:%M}", f"{change.after:%H:%M %Z}") == ("02:00", "03:00 CEST")


def test_a_day_on_which_the_clock_goes_back_is_long():
    """Eight o'clock stays eight o'clock."""
    entries = [{**entry, "at": entry["at"].replace("weekdays", "daily")} for entry in WORKDAY]
    found = coming(now=datetime(2026, 10, 24, 12, tzinfo=UTC), days=3, schedule=entries)
    assert ([day.hours for day in found.days], floors(found, 1)[1]) == ([24.0, 25.0, 24.0], ("08:00", 2))


def test_opening_hours_put_the_endpoint_to_sleep():
    """Outside of them it does not exist."""
    found = coming(strategy="horizontal", schedule=[], hours="weekdays 07-20")
    assert found.now.asleep
    assert [(f"{span.start:%H:%M}", span.setting.asleep) for span in found.days[1].spans] == [
        ("00:00", True),
        ("07:00", False),
        ("20:00", True),
    ]
    assert [each.sets for each in found.changes[:2]] == ["the endpoint comes", "the endpoint goes"]


def test_sizes_go_by_the_clock_too():
    """With a count beside them where the entry has one."""
    sizes = ["ml.m7i.large", "ml.m7i.2xlarge"]
    entries = [
        {"at": "weekdays 08:00", "size": sizes[1], "count": 3},
        {"at": "weekdays 20:00", "size": sizes[0], "count": 2},
    ]
    found = coming(strategy="vertical", sizes=sizes, replicas={"count": 2}, schedule=entries)
    assert [span.setting.size for span in found.days[1].spans] == [sizes[0], sizes[1], sizes[0]]
    assert found.changes[0].sets == "size ml.m7i.2xlarge, count 3"


def test_without_a_schedule_nothing_is_scheduled():
    """The endpoint is the same at all times."""
    found = coming(schedule=[])
    assert (found.scheduled, found.timezone, found.changes) == (False, "UTC", ())
    assert found.now == Setting(min=1, max=6, size="ml.m7i.large", asleep=False)


ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
TIMES = st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30])).map(lambda at: f"{at[0]:02}:{at[1]:02}")


@pytest.mark.deep
@given(
    st.lists(st.tuples(st.sampled_from(["daily", "weekdays", "sat,sun", "mon"]), TIMES, ZONES), min_size=1, max_size=3),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC)),
    ZONES,
    st.integers(0, 20 * 24 * 60),
)
@settings(max_examples=cases(60, 1200), deadline=None, derandomize=True)
def test_the_picture_is_what_the_spec_says_at_every_moment(
    entries: list[tuple[str, str, str]], now: datetime, shown: str, minutes: int
):
    """Days follow each other without a gap, spans fill them, and each says what holds, whatever the clocks do."""
    schedule = [{"at": f"{days} {at}", "timezone": zone, "min": 2 + n} for n, (days, at, zone) in enumerate(entries)]
    spec = endpoint()
    scaling = spec.scaling.model_copy(update={"schedule": endpoint_schedule(schedule)})
    spec = spec.model_copy(update={"scaling": scaling})
    found = agenda("digits", spec, now, 21, shown)
    spans = [span for day in found.days for span in day.spans]
    assert all(utc(one.end) == utc(next.start) for one, next in pairwise(spans))
    moment = utc(spans[0].start) + timedelta(minutes=minutes, seconds=30)
    held = next(span.setting for span in spans if utc(moment) < utc(span.end))
    assert held.min == state_at(scaling, spec.machine, moment).min


def endpoint_schedule(entries: list[dict[str, Any]]) -> list[Any]:
    """The entries as the spec holds them, whether they are balanced or not."""
    return [ScheduleSpec.model_validate(each) for each in entries]
