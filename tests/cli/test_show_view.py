"""The layout of `modelhost show`."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from modelhost.cli.show_view import moments, present
from modelhost.operate.standing.alarm import AlarmFact
from modelhost.operate.standing.budget import BudgetFact, ThresholdFact
from modelhost.operate.standing.component import ComponentFact
from modelhost.operate.standing.cost import CostFact
from modelhost.operate.standing.endpoint import EndpointFact
from modelhost.operate.standing.notification import AddressFact
from modelhost.operate.standing.scaling import ScalingFact
from modelhost.operate.standing.schedule import ScheduleFact
from modelhost.operate.standing.standing import EndpointStanding, Standing
from modelhost.operate.standing.variant import RolloutFact, VariantFact

BERLIN = ZoneInfo("Europe/Berlin")
TOPIC = "arn:aws:sns:us-west-2:123456789012:dev-alarms-abc1234"
COST = CostFact(
    what="digits",
    floor_usd=83.6,
    ceiling_usd=501.2,
    basis="1 x ml.m7i.large at 0.1147 USD/h, AWS price list of 2026-09-01",
)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=BERLIN)


def endpoint(key: str, **alarms: object) -> EndpointStanding:
    """An endpoint in service."""
    firings = tuple(MONDAY.replace(day=day) for day in (23, 24, 25))
    return EndpointStanding(
        endpoint=EndpointFact(
            key=key,
            name=f"dev-{key}",
            status="InService",
            model="./examples/digits/model (sklearn)",
            machine="ml.m7i.large",
            live_machine="ml.m7i.large",
            current_count=3,
            desired_count=3,
        ),
        scaling=ScalingFact(
            strategy="auto",
            rule="1 to 6, 8 requests in flight per replica",
            min_count=1,
            max_count=6,
            kept=("sizes",),
        ),
        schedule=(ScheduleFact(at="weekdays 08:00", timezone="Europe/Berlin", sets="min 2", next=firings, live=True),),
        alarms=AlarmFact(**{"states": {"OK": 15}, **alarms}),
        update_interrupted=False,
    )


def standing(**fields: object) -> Standing:
    """An environment that stands; *fields* override."""
    who = ("ml-oncall@example.com", TOPIC)
    thresholds = tuple(ThresholdFact(percent=percent, kind="ACTUAL", subscribers=who) for percent in (50, 80, 100))
    plain = {
        "environment": "dev",
        "region": "us-west-2",
        "account_id": "123456789012",
        "owner": "ml-platform",
        "endpoints": (endpoint("digits"), endpoint("embeddings")),
        "cost": (COST, COST.model_copy(update={"what": "embeddings"})),
        "budget": BudgetFact(name="b", limit_usd=4000, thresholds=thresholds, tag_status="active"),
        "addresses": (AddressFact(topic_arn=TOPIC, protocol="email", address="a@example.com", confirmed=True),),
    }
    return Standing(**{**plain, **fields})


def screen(found: Standing, columns: int = 100) -> str:
    """What a terminal without colour shows."""
    console = Console(width=columns, file=io.StringIO(), highlight=False)
    present(console, found)
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("columns", [80, 100])
def test_it_fits_a_plain_terminal(columns: int):
    """Nothing is cut off, nothing is wider."""
    text = screen(standing(), columns)
    assert max(len(line) for line in text.splitlines()) <= columns
    assert "…" not in text


def test_floors_and_ceilings_are_added_up():
    """The whole environment in one line."""
    assert "167" in screen(standing())
    assert "1,002" in screen(standing())


def test_prices_are_told_with_source_and_date():
    """Each source once, with what uses it."""
    assert "digits, embeddings: AWS price list of 2026-09-01" in screen(standing())


def test_an_unknown_price_makes_the_sum_unknown():
    """A sum that leaves something out would be taken for the whole."""
    priceless = CostFact(what="embeddings", floor_usd=None, ceiling_usd=None, basis="no price is known")
    assert "all          unknown" in screen(standing(cost=(COST, priceless)))


def test_the_budget_says_who_hears_when():
    """Thresholds with the same listeners stand together."""
    assert "at 50, 80, 100 % spent: ml-oncall@example.com, topic dev-alarms-abc1234" in screen(standing())


def test_all_is_well_needs_no_attention():
    """The section is there only when there is something to do."""
    assert "Needs attention" not in screen(standing())


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"endpoints": (endpoint("digits", firing=("dev-digits-p99",)),)}, "in alarm: dev-digits-p99"),
        ({"endpoints": (endpoint("digits", muted=2),)}, "2 alarms are muted"),
        (
            {"addresses": (AddressFact(topic_arn=TOPIC, protocol="email", address="a@b.c", confirmed=False),)},
            "a@b.c hears of no alarm yet",
        ),
        ({"budget": BudgetFact(name="b", limit_usd=1, tag_status="inactive")}, "the budget counts nothing"),
        ({"budget": BudgetFact(name="b", limit_usd=1, actual_usd=2, tag_status="active")}, "the month has cost 2 USD"),
        ({"unseen": ("budget: DescribeBudgets is not allowed",)}, "DescribeBudgets is not allowed"),
    ],
)
def test_what_is_not_well_is_said(fields: dict[str, object], said: str):
    """Each with what to do about it."""
    assert said in screen(standing(**fields))


def test_firings_say_once_what_they_share():
    """Short enough for a column."""
    days = [MONDAY.replace(day=day) for day in (23, 24, 25)]
    assert moments(days) == "Mon 23, Tue 24, Wed 25 Nov, 08:00"


def test_firings_of_two_months_name_both():
    """And one that shares nothing is written out."""
    later = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert moments([MONDAY, later]) == "Mon 23 Nov 08:00, Tue 1 Dec 09:00"


def test_a_date_that_is_past_never_fires_again():
    """The entry may go."""
    assert moments([]) == "never again"


def with_endpoint(**fields: object) -> Standing:
    """An environment whose endpoint differs in *fields*."""
    each = endpoint("digits")
    return standing(endpoints=(each.model_copy(update={"endpoint": each.endpoint.model_copy(update=fields)}),))


BASE = ComponentFact(name="dev-digits-base", status="InService", model="m-1", current_copies=1, desired_copies=3)
ADAPTER = ComponentFact(name="dev-digits-adapter-x", status="InService", model=None, base=BASE.name)
MAIN = VariantFact(name="main", machine="ml.m7i.large", current_count=2, desired_count=2, weight=9.0)
SHADOW = VariantFact(name="next", machine="ml.m7i.large", current_count=1, desired_count=1, weight=1.0, shadow=True)
BAKING = RolloutFact(configuration="dev-digits-2", stages=("Baking (canary)",), started=MONDAY)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"size_owner": "clock"}, "ml.m7i.large (by clock)"),
        ({"live_machine": None, "machine": None, "kind": "serverless"}, "serverless"),
        ({"components": (BASE, ADAPTER)}, "1 -> 3 on 3"),
        ({"components": (BASE, ADAPTER)}, "dev-digits-base InService 1 -> 3 m-1"),
        ({"components": (BASE, ADAPTER)}, "adapter of dev-digits-base"),
        ({"variants": (MAIN, SHADOW)}, "main ml.m7i.large 2 weight 9"),
        ({"variants": (MAIN, SHADOW)}, "next ml.m7i.large 1 copies of requests"),
        ({"rollout": BAKING, "status": "Updating"}, "digits goes to dev-digits-2 since 08:00 CET: Baking (canary)"),
    ],
)
def test_each_kind_shows_what_is_its_own(fields: dict[str, object], said: str):
    """On a wide terminal in one line, on a plain one within 80 columns."""
    found = with_endpoint(**fields)
    assert said in " ".join(screen(found, 120).split())
    assert max(len(line) for line in screen(found, 80).splitlines()) <= 80


def test_a_rolled_back_endpoint_is_remembered():
    """The line in the stack file is meant to go again."""
    assert "digits is rolled back to m-1; take version out" in screen(with_endpoint(version="m-1"))


def test_an_endpoint_outside_of_its_hours_needs_attention():
    """`pulumi up` makes it at any time, and it costs until its hours next end."""
    each = endpoint("digits").model_copy(update={"open": False})
    assert "digits is there outside of its opening hours" in screen(standing(endpoints=(each,)))


def test_a_dead_state_machine_needs_attention():
    """It left scaling that nobody else puts back."""
    each = endpoint("digits").model_copy(update={"machine_died": "FAILED: RolledBack"})
    assert "its state machine ended FAILED: RolledBack" in screen(standing(endpoints=(each,)), 120)
