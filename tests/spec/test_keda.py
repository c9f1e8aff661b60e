"""A schedule as KEDA's cron triggers."""

from typing import Any

import pytest

from modelhost.spec.keda import CronTrigger, triggers
from modelhost.spec.scaling import ScalingSpec


def auto(*schedule: dict[str, Any]) -> ScalingSpec:
    """Return a demand-driven block with a schedule in Berlin's time."""
    entries = [{"timezone": "Europe/Berlin", **entry} for entry in schedule]
    return ScalingSpec.model_validate({"strategy": "auto", "replicas": {"min": 1, "max": 6}, "schedule": entries})


def test_a_floor_by_day_is_one_trigger() -> None:
    """From the entry that lifts it to the entry that takes it back, in the schedule's own zone."""
    block = auto({"at": "weekdays 08:00", "min": 3}, {"at": "weekdays 20:00", "min": 1})
    assert triggers(block) == [CronTrigger("Europe/Berlin", "0 8 * * 1-5", "0 20 * * 1-5", 3)]


def test_a_floor_over_the_weekend_is_a_trigger_of_its_own() -> None:
    """Friday's floor ends on Monday; the other days end on the next."""
    block = auto({"at": "weekdays 18:00", "min": 2}, {"at": "weekdays 06:00", "min": 1})
    assert triggers(block) == [
        CronTrigger("Europe/Berlin", "0 18 * * 1-4", "0 6 * * 2-5", 2),
        CronTrigger("Europe/Berlin", "0 18 * * 5", "0 6 * * 1", 2),
    ]


def test_steps_of_a_day_are_triggers_one_after_the_other() -> None:
    """Each ends where the next begins."""
    block = auto({"at": "daily 08:00", "min": 2}, {"at": "daily 12:00", "min": 4}, {"at": "daily 20:00", "min": 1})
    assert triggers(block) == [
        CronTrigger("Europe/Berlin", "0 8 * * *", "0 12 * * *", 2),
        CronTrigger("Europe/Berlin", "0 12 * * *", "0 20 * * *", 4),
    ]


def test_no_schedule_is_no_trigger() -> None:
    """Nothing is held."""
    assert triggers(auto()) == []


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        (
            [{"at": "2026-12-24 18:00", "min": 2}, {"at": "2026-12-27 18:00", "min": 1}],
            "2026-12-24 18:00 is a single moment, and five cron fields come back every year",
        ),
        (
            [{"at": "daily 08:00", "min": 2}, {"at": "daily 20:00", "min": 1, "timezone": "UTC"}],
            "a trigger of KEDA has one time zone, and the schedule has Europe/Berlin and UTC; use one",
        ),
    ],
)
def test_what_keda_cannot_say_is_refused(schedule: list[dict[str, Any]], text: str) -> None:
    """Triggers have five cron fields and one time zone."""
    with pytest.raises(ValueError, match=text):
        triggers(auto(*schedule))
