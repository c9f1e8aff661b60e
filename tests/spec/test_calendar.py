"""What a schedule does on the days to come."""

from datetime import UTC, datetime
from typing import Any

import pytest

from modelhost.spec.calendar import State, firings, settled_week, state_at
from modelhost.spec.scaling import ScalingSpec

SIZES = ["ml.m7i.large", "ml.m7i.xlarge"]
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def auto(**fields: Any) -> ScalingSpec:
    """Return a demand-driven block between one and six."""
    return ScalingSpec.model_validate({"strategy": "auto", "replicas": {"min": 1, "max": 6}, **fields})


def vertical(**fields: Any) -> ScalingSpec:
    """Return a block with a ladder of two."""
    return ScalingSpec.model_validate({"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 2}, **fields})


DAY = [{"at": "weekdays 08:00", "timezone": "Europe/Berlin", "min": 3}, {"at": "weekdays 20:00", "min": 1}]


def test_firings_come_in_the_order_of_time() -> None:
    """Each with its zone, its place in the file and what it sets."""
    found = firings(auto(schedule=DAY, hours="mon 07-21"), MONDAY, 2)
    assert [(f"{each.moment:%a %H:%M %Z}", each.place, each.min, each.asleep) for each in found] == [
        ("Mon 07:00 UTC", ("hours",), None, False),
        ("Mon 08:00 CET", ("schedule", 0), 3, None),
        ("Mon 20:00 UTC", ("schedule", 1), 1, None),
        ("Mon 21:00 UTC", ("hours",), None, True),
        ("Tue 08:00 CET", ("schedule", 0), 3, None),
        ("Tue 20:00 UTC", ("schedule", 1), 1, None),
    ]


def test_summer_time_moves_a_firing() -> None:
    """08:00 in Berlin is 07:00 UTC in winter and 06:00 in summer."""
    found = firings(auto(schedule=DAY), datetime(2027, 3, 26, tzinfo=UTC), 4)
    raised = [f"{each.moment.astimezone(UTC):%a %H:%M}" for each in found if each.min == 3]
    assert raised == ["Fri 07:00", "Mon 06:00"]


def test_idle_entries_do_not_fire() -> None:
    """A floor is for `auto` only."""
    block = {"strategy": "horizontal", "replicas": {"count": 2}, "schedule": DAY}
    assert firings(ScalingSpec.model_validate(block), MONDAY, 7) == []


@pytest.mark.parametrize(
    ("hour", "state"),
    [(6, State(1, 6, None)), (7, State(3, 6, None)), (19, State(3, 6, None)), (20, State(1, 6, None))],
)
def test_what_holds_follows_from_what_fired(hour: int, state: State) -> None:
    """A firing holds from its minute on, in its own zone."""
    assert state_at(auto(schedule=DAY), None, MONDAY.replace(hour=hour)) == state


def test_the_weekend_keeps_what_friday_set() -> None:
    """Nothing is restored by itself."""
    block = auto(schedule=[{"at": "fri 18:00", "min": 4}, {"at": "mon 06:00", "min": 1}])
    assert state_at(block, None, datetime(2026, 11, 29, 12, tzinfo=UTC)).min == 4


def test_a_moment_long_ago_still_holds() -> None:
    """A single entry is not taken back before the next."""
    block = auto(schedule=[{"at": "2020-01-01 00:00", "min": 2}, {"at": "2030-01-01 00:00", "min": 1}])
    assert state_at(block, None, MONDAY).min == 2


def test_sizes_fire_with_counts() -> None:
    """A larger machine by day, and more of it."""
    schedule = [
        {"at": "daily 08:00", "size": SIZES[1], "count": 3},
        {"at": "daily 20:00", "size": SIZES[0], "count": 2},
    ]
    block = vertical(schedule=schedule)
    assert state_at(block, SIZES[0], MONDAY.replace(hour=9)) == State(3, 3, SIZES[1])
    assert state_at(block, SIZES[0], MONDAY.replace(hour=21)) == State(2, 2, SIZES[0])


def test_outside_of_its_hours_an_endpoint_is_gone() -> None:
    """From closing to opening, over the weekend too."""
    block = auto(hours={"at": "weekdays 07-20", "timezone": "Europe/Berlin"})
    asleep = [
        state_at(block, None, MONDAY.replace(day=day, hour=hour)).asleep for day, hour in [(22, 12), (23, 7), (23, 19)]
    ]
    assert asleep == [True, False, True]


def test_a_week_adds_up() -> None:
    """Two replicas for 12 of 24 hours on five days, one otherwise."""
    week = settled_week(auto(schedule=[{"at": "weekdays 08:00", "min": 2}, {"at": "weekdays 20:00", "min": 1}]), None)
    assert sum(span.share for span in week) == pytest.approx(1)
    assert sum(span.share * span.state.min for span in week) == pytest.approx(1 + 5 * 12 / 168)


def test_a_week_starts_with_what_the_week_before_left() -> None:
    """A floor set on Friday evening still holds on Monday morning."""
    week = settled_week(auto(schedule=[{"at": "fri 12:00", "min": 3}, {"at": "mon 12:00", "min": 1}]), None)
    assert sum(span.share * span.state.min for span in week) == pytest.approx(1 + 2 * 72 / 168)


@pytest.mark.parametrize(
    ("strategy", "entry", "fired"),
    [
        ("horizontal", {"count": 3, "size": SIZES[1]}, (3, 3, None)),
        ("auto", {"min": 2, "size": SIZES[1]}, (2, None, None)),
        ("vertical", {"min": 2, "size": SIZES[1]}, (None, None, SIZES[1])),
    ],
)
def test_what_another_strategy_would_take_of_an_entry_is_kept(
    strategy: str, entry: dict[str, Any], fired: tuple[int | None, int | None, str | None]
) -> None:
    """The rest of the entry fires, in the calendar and in the cloud."""
    back = {"count": 2} if strategy == "horizontal" else {"min": 1, "size": SIZES[0]}
    schedule = [{"at": "daily 08:00", **entry}, {"at": "daily 20:00", **back}]
    replicas = {"count": 2, "min": 1, "max": 4}
    scaling = ScalingSpec.model_validate(
        {"strategy": strategy, "replicas": replicas, "sizes": SIZES, "schedule": schedule}
    )
    first = firings(scaling, MONDAY, 1)[0]
    decided = scaling.in_force(SIZES[0]).schedule[0]
    assert (first.min, first.max, first.size) == (*decided.bounds(), decided.size) == fired
