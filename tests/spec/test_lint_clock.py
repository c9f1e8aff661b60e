"""Schedules that are legal and yet most likely not meant."""

from datetime import date
from typing import Any

from modelhost.spec.lint import lints
from tests.spec.kind import HERE, LLM, of
from tests.spec.stack import REGION, loaded

TODAY = date(2026, 11, 22)
PLACE = f"{HERE}.scaling"
SIZES = ["ml.g6.xlarge", "ml.g6.2xlarge"]


def warned(config: dict[str, Any]) -> list[str]:
    """Return the warnings about a sound *config*."""
    return [str(lint) for lint in lints(loaded(config), REGION, TODAY)]


def auto(*schedule: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a demand-driven endpoint with a schedule, which takes ten minutes to start."""
    scaling = {"strategy": "auto", "replicas": {"min": 1, "max": 6}, "schedule": list(schedule), **fields}
    return of("realtime", **{**LLM, "scaling": scaling, "startup_seconds": 600})


def sized(up: str, down: str, hours: str) -> dict[str, Any]:
    """Return an endpoint with hours, which the clock moves to the larger size and back."""
    schedule = [{"at": up, "size": SIZES[1]}, {"at": down, "size": SIZES[0]}]
    scaling = {"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 1}, "schedule": schedule, "hours": hours}
    return of("realtime", **{**LLM, "scaling": scaling, "startup_seconds": 600})


def test_an_entry_that_fires_while_the_endpoint_is_gone_is_warned_of() -> None:
    """Its size stays, because nothing fires after closing."""
    config = sized("daily 08:00", "daily 20:30", "weekdays 07-20")
    text = "'daily 20:30' fires only while the endpoint is gone (hours 'weekdays 07-20'); "
    assert warned(config) == [f"{PLACE}.schedule[1].at: {text}move it into the hours, or leave it out"]


def test_an_entry_that_fires_on_some_open_days_is_fine() -> None:
    """On closed days there is nothing to scale."""
    assert warned(sized("daily 08:00", "daily 19:00", "weekdays 07-20")) == []


def test_an_entry_that_fires_while_the_endpoint_starts_is_warned_of() -> None:
    """Nothing can be exchanged of an endpoint that is being made."""
    config = sized("daily 07:05", "daily 19:00", "daily 07-20")
    text = "fires 5 min after hours, which takes about 10 min to take effect (the endpoint's start); "
    assert warned(config) == [f"{PLACE}.schedule[0].at: {text}leave more time between them"]


def test_a_rise_that_is_taken_back_before_it_serves_is_warned_of() -> None:
    """The lead time is shorter than the start-up time."""
    config = auto({"at": "daily 08:00", "min": 3}, {"at": "daily 08:08", "min": 1})
    text = "fires 8 min after schedule[0], which takes about 10 min to take effect (the start of a replica); "
    assert warned(config) == [f"{PLACE}.schedule[1].at: {text}leave more time between them"]
    assert warned(auto({"at": "daily 08:00", "min": 3}, {"at": "daily 09:00", "min": 1})) == []


def test_an_entry_that_fires_during_a_change_of_size_is_warned_of() -> None:
    """A change of size is an update, which bakes, and during which AWS refuses scheduled actions."""
    schedule = [
        {"at": "daily 08:00", "size": SIZES[1]},
        {"at": "daily 08:12", "count": 2},
        {"at": "daily 20:00", "count": 1},
        {"at": "daily 21:00", "size": SIZES[0]},
    ]
    scaling = {"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 1}, "schedule": schedule}
    text = "fires 12 min after schedule[0], which takes about 15 min to take effect "
    text += "(an update, during which AWS takes no scheduled action); leave more time between them"
    config = of("realtime", **{**LLM, "scaling": scaling, "startup_seconds": 600})
    assert warned(config) == [f"{PLACE}.schedule[1].at: {text}"]


def test_a_schedule_without_room_for_an_update_is_warned_of() -> None:
    """A firing inside a rollout fails, and this one fires all the time."""
    entries = [{"at": f"daily {hour:02}:00", "min": 1 + hour % 2} for hour in range(24)]
    config = auto(*entries)
    config["endpoints"]["it"]["rollout"] = {"strategy": "linear", "step": 0.1, "bake_seconds": 600}
    text = "an update takes about 110 min, and the schedule fires every 60 min or more often, which AWS refuses "
    text += "during an update; leave a longer gap, or shorten rollout.bake_seconds"
    assert f"{PLACE}.schedule: {text}" in warned(config)


def test_an_opening_that_the_clock_skips_is_warned_of() -> None:
    """02:30 does not exist on one night of the year in Berlin, a Sunday."""
    text = "the clock of Europe/Berlin skips 02:30 on 2027-03-28; choose another hour, or UTC"
    fixed = {"strategy": "horizontal", "replicas": {"count": 1}}
    daily, weekdays = ({"at": f"{days} 02:30-20", "timezone": "Europe/Berlin"} for days in ("daily", "weekdays"))
    assert warned(of("realtime", scaling={**fixed, "hours": daily})) == [f"{PLACE}.hours: {text}"]
    assert warned(of("realtime", scaling={**fixed, "hours": weekdays})) == []
