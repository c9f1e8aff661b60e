"""A schedule as a whole: it comes back, it does not meet itself, and its bounds do not cross."""

from typing import Any

import pytest

from tests.spec.stack import scaling, told

HERE = "environment.endpoints.digits.scaling"
BASE = {"min": 1, "max": 6}
UP = {"at": "weekdays 08:00", "min": 2}
DOWN = {"at": "weekdays 20:00", "min": 1}


def auto(*schedule: dict[str, Any], **base: int) -> list[str]:
    """Return what is told of a demand-driven endpoint with *schedule*."""
    return told(scaling("auto", replicas=base or BASE, schedule=list(schedule)))


def test_a_floor_that_is_taken_back_is_sound() -> None:
    """Up in the morning and down in the evening is what a schedule is for."""
    assert auto(UP, DOWN) == []


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        (UP, "min 2 from 'weekdays 08:00' on is never taken back; add an entry that sets min 1 again"),
        (
            {"at": "daily 20:00", "max": 3},
            "max 3 from 'daily 20:00' on is never taken back; add an entry that sets max 6 again",
        ),
        (
            {"at": "daily 20:00", "count": 3},
            "count 3 from 'daily 20:00' on is never taken back; add an entry that sets min 1 and max 6 again",
        ),
        (
            {"at": "2026-12-24 18:00", "min": 4},
            "min 4 from '2026-12-24 18:00' on is never taken back; add an entry that sets min 1 again",
        ),
    ],
)
def test_each_up_needs_its_down(entry: dict[str, Any], what: str) -> None:
    """Application Auto Scaling never restores old values, so the file must."""
    assert auto(entry) == [f"{HERE}.schedule[0]: {what}"]


def test_a_scheduled_count_needs_its_return() -> None:
    """With a chosen number of replicas the number itself has to come back."""
    config = scaling("horizontal", replicas={"count": 2}, schedule=[{"at": "daily 08:00", "count": 5}])
    text = "count 5 from 'daily 08:00' on is never taken back; add an entry that sets count 2 again"
    assert told(config) == [f"{HERE}.schedule[0]: {text}"]


def test_two_levels_that_never_touch_the_base_still_come_back() -> None:
    """A cycle between two floors above the base is a cycle."""
    assert auto({**UP, "min": 3}, {**DOWN, "min": 2}) == []


def test_single_moments_pair_up() -> None:
    """A rise for a holiday that a later moment takes back needs nothing more."""
    pair = [{"at": "2026-12-24 18:00", "min": 4}, {"at": "2026-12-27 06:00", "min": 1}]
    assert auto(*pair) == []
    assert auto(*reversed(pair)) == []


def test_a_single_rise_is_taken_back_by_the_week() -> None:
    """A weekly entry takes back what a single moment raised."""
    assert auto({"at": "2026-12-24 18:00", "min": 4}, UP, DOWN) == []


def test_floors_are_kept_aside_where_demand_does_not_decide() -> None:
    """With a chosen number of replicas, floors and ceilings wait for `auto`; one word still changes the strategy."""
    assert told(scaling("horizontal", replicas={"count": 3, **BASE}, schedule=[UP, DOWN])) == []


@pytest.mark.parametrize(
    ("second", "other"),
    [
        ({"at": "daily 08:00", "min": 1}, "('weekdays 08:00', UTC)"),
        ({"at": "weekdays 09:00", "timezone": "Africa/Lagos", "min": 1}, "('weekdays 08:00', UTC)"),
        ({"at": "2026-12-24 08:00", "min": 1}, "('weekdays 08:00', UTC)"),
    ],
)
def test_two_entries_at_the_same_minute_are_refused(second: dict[str, Any], other: str) -> None:
    """The order of two firings in one minute is not known, in whatever zones they are written."""
    text = f"{second['at']!r} fires at the same minute as schedule[0] {other}; put both into one entry or move one"
    assert auto(UP, second, DOWN) == [f"{HERE}.schedule[1].at: {text}"]


def test_a_moment_on_another_day_does_not_meet_the_week() -> None:
    """A Saturday's moment is no weekday's."""
    assert auto(UP, DOWN, {"at": "2026-12-26 08:00", "min": 1}) == []


def test_a_floor_over_the_ceiling_of_the_hour_is_refused() -> None:
    """A night's ceiling that the morning does not lift collides with the morning's floor."""
    night = {"at": "daily 22:00", "min": 1, "max": 2}
    morning = {"at": "daily 06:00", "min": 4}
    late = {"at": "daily 07:00", "max": 6}
    text = "at 'daily 06:00' min would be 4 and max 2; set both in this entry"
    assert auto(night, morning, late) == [f"{HERE}.schedule[1]: {text}"]
    assert auto(night, {**morning, "max": 6}) == []


def test_a_single_moment_minds_the_hour() -> None:
    """A holiday's floor collides with the ceiling that the week has set by then."""
    night, morning = {"at": "daily 22:00", "max": 2}, {"at": "daily 06:00", "max": 6}
    rise, fall = {"at": "2026-12-24 23:00", "min": 4}, {"at": "2026-12-26 12:00", "min": 1}
    text = "at '2026-12-24 23:00' min would be 4 and max 2; set both in this entry"
    assert auto(night, morning, rise, fall) == [f"{HERE}.schedule[2]: {text}"]
    assert auto(night, morning, {**rise, "at": "2026-12-24 12:00"}, fall) == []


@pytest.mark.parametrize(
    ("entry", "place", "text"),
    [
        ({"at": "daily 08:00", "min": 7}, "min", "min 7 exceeds replicas.max 6; lower it or raise max"),
        ({"at": "daily 08:00", "count": 1}, "count", "count 1 is below replicas.min 2; raise it or lower min"),
    ],
)
def test_scheduled_numbers_stay_inside_the_replicas(entry: dict[str, Any], place: str, text: str) -> None:
    """The bounds of the replicas hold at every hour."""
    assert f"{HERE}.schedule[0].{place}: {text}" in auto(entry, min=2, max=6)
