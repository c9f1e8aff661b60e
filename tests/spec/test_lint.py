"""What is legal and yet most likely not meant is warned of."""

from datetime import date
from typing import Any

import pytest

from modelhost.spec.lint import lints
from tests.spec.stack import REGION, endpoint, loaded

TODAY = date(2026, 11, 22)
HERE = "environment.endpoints.digits.scaling"


def warned(config: dict[str, Any]) -> list[str]:
    """Return the warnings about a sound *config*."""
    return [str(lint) for lint in lints(loaded(config), REGION, TODAY)]


def ladder(*sizes: str) -> dict[str, Any]:
    """Return an endpoint with a ladder."""
    scaling = {"strategy": "horizontal", "replicas": {"count": 2}, "sizes": list(sizes)}
    return endpoint(scaling=scaling)


def test_a_step_that_adds_nothing_is_warned_of() -> None:
    """A ladder climbs in accelerators, memory or cores."""
    assert warned(ladder("ml.m7i.large", "ml.m7i.xlarge")) == []
    assert warned(ladder("ml.m7i.xlarge", "ml.m7i.large")) == [
        f"{HERE}.sizes[1]: ml.m7i.large (2 cores, 8 GiB) adds nothing to ml.m7i.xlarge (4 cores, 16 GiB); "
        "reorder the ladder, or drop it"
    ]


def test_a_larger_accelerator_is_a_step() -> None:
    """One L40S is more than one L4, and four L4 more than one L40S."""
    assert warned(ladder("ml.g6.xlarge", "ml.g6e.xlarge", "ml.g6.12xlarge")) == []


def test_a_time_that_the_clock_skips_is_warned_of() -> None:
    """02:30 does not exist on one night of the year in Berlin."""
    schedule = [
        {"at": "daily 02:30", "timezone": "Europe/Berlin", "count": 3},
        {"at": "daily 02:30", "count": 2},
    ]
    config = endpoint(scaling={"strategy": "horizontal", "replicas": {"count": 2}, "schedule": schedule})
    text = "the clock of Europe/Berlin skips 'daily 02:30' on 2027-03-28; choose another hour, or UTC"
    assert warned(config) == [f"{HERE}.schedule[0].at: {text}"]


def once(at: str, timezone: str = "UTC") -> dict[str, Any]:
    """Return an endpoint with a count for one moment on."""
    entry = {"at": at, "timezone": timezone, "count": 2}
    return endpoint(scaling={"strategy": "horizontal", "replicas": {"count": 2}, "schedule": [entry]})


def test_a_moment_in_the_past_is_warned_of() -> None:
    """Such an entry never fires; today and later may, in the zone of the entry."""
    text = "'2026-11-21 18:00' is past, so this entry never fires; write a day to come, or take the entry out"
    assert warned(once("2026-11-21 18:00")) == [f"{HERE}.schedule[0].at: {text}"]
    assert warned(once("2026-11-21 18:00", "America/Los_Angeles")) == []
    assert warned(once("2026-11-22 00:00")) == warned(once("2026-12-24 18:00")) == []


@pytest.mark.parametrize(
    ("strategy", "idle"),
    [("auto", []), ("horizontal", [(0, "min"), (2, "min and max")]), ("vertical", [(0, "min"), (2, "min and max")])],
)
def test_an_idle_entry_is_warned_of(strategy: str, idle: list[tuple[int, str]]) -> None:
    """Whoever changes the one word learns which entries no longer fire; counts fire with each strategy."""
    schedule = [
        {"at": "daily 08:00", "min": 2},
        {"at": "daily 20:00", "count": 3},
        {"at": "daily 22:00", "min": 1, "max": 6},
    ]
    replicas = {"count": 3, "min": 1, "max": 6}
    sizes = ["ml.m7i.large", "ml.m7i.2xlarge"]
    config = endpoint(
        scaling={"strategy": strategy, "replicas": replicas, "sizes": sizes, "schedule": schedule},
    )
    assert warned(config) == [
        f"{HERE}.schedule[{place}]: sets only {numbers}, which is idle under {strategy} and kept for auto; "
        "give it a count to have it fire now"
        for place, numbers in idle
    ]


def test_a_single_replica_under_protection_is_warned_of() -> None:
    """A protected environment is meant to survive the loss of a zone."""
    config = endpoint(scaling={"strategy": "auto", "replicas": {"min": 1, "max": 3}})
    assert warned(config) == []
    assert warned({**config, "protect": True}) == [
        f"{HERE}.replicas: 1 replica lives in one zone; have 2 or more where the environment is protected"
    ]


def test_a_budget_below_the_floor_is_warned_of() -> None:
    """A budget that the smallest fleet exceeds says nothing when it alerts."""
    config = {**endpoint(), "budget": {"monthly_usd": 100}}
    text = "100 is below the floor of 281 USD a month, so it alerts every month"
    assert warned(config) == [f"environment.budget.monthly_usd: {text}; raise it, or take fewer or smaller machines"]
    assert warned({**config, "budget": {"monthly_usd": 300}}) == []


def test_without_a_date_today_is_taken() -> None:
    """The year that is looked at begins now."""
    assert lints(loaded(endpoint())) == []


def test_an_idle_size_is_warned_of() -> None:
    """Sizes by the clock are kept for `vertical`."""
    sizes = ["ml.m7i.large", "ml.m7i.xlarge"]
    schedule = [{"at": "daily 08:00", "size": sizes[1]}, {"at": "daily 20:00", "size": sizes[0]}]
    config = endpoint(
        scaling={"strategy": "auto", "replicas": {"min": 1, "max": 2}, "sizes": sizes, "schedule": schedule}
    )
    text = "sets only size, which is idle under auto and kept for vertical; give it a count to have it fire now"
    assert warned(config) == [f"{HERE}.schedule[{place}]: {text}" for place in (0, 1)]
