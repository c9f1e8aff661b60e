"""What is legal and yet most likely not meant is warned of."""

from datetime import date
from typing import Any

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
