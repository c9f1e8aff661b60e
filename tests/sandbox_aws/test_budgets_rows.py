"""Budgets: what the life stories of all types do not tell."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud.embedded import Sandbox
from tests.sandbox_aws.world import RESOURCES, World

BUDGET = "aws:budgets/budget:Budget"
ROOM = {"budgetType": "COST", "timeUnit": "MONTHLY", "limitAmount": "4000", "limitUnit": "USD"}


BY_MAIL = {"subscriberEmailAddresses": ["a@example.com"]}


def _notice(threshold: float = 80, kind: str = "ACTUAL", addresses: dict[str, Any] = BY_MAIL) -> dict[str, Any]:
    return {
        "notificationType": kind,
        "comparisonOperator": "GREATER_THAN",
        "threshold": threshold,
        "thresholdType": "PERCENTAGE",
        **addresses,
    }


def _made(world: World, **given: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
    inputs = world.check(BUDGET, {"name": "dev", **ROOM, **given})
    id, outputs = RESOURCES[BUDGET].create(world.context, inputs)
    world.made.append((RESOURCES[BUDGET], id, outputs))
    return id, inputs, outputs


def _drift(world: World, id: str, inputs: dict[str, Any], outputs: dict[str, Any]) -> dict[str, Any]:
    found = RESOURCES[BUDGET].read(world.context, id, inputs, outputs)
    assert found is not None
    return dict(RESOURCES[BUDGET].diff(world.context, id, found[1], found[2], inputs).changed)


def test_a_budget_is_known_by_account_and_name(empty_world: World) -> None:
    """The id and the ARN are those of the official provider."""
    id, _, outputs = _made(empty_world)
    assert id == "123456789012:dev"
    assert outputs["arn"] == "arn:aws:budgets::123456789012:budget/dev"
    assert outputs["accountId"] == "123456789012"


def _changes() -> list[Any]:
    by_topic = {"subscriberSnsTopicArns": ["arn:aws:sns:us-west-2:123456789012:money"]}
    both = {**by_topic, "subscriberEmailAddresses": ["b@example.com", "a@example.com"]}
    return [
        pytest.param([_notice(80)], [_notice(90)], ["UpdateNotification"], id="another threshold"),
        pytest.param([_notice(80)], [_notice(80), _notice(100)], ["CreateNotification"], id="one more"),
        pytest.param([_notice(80), _notice(100)], [_notice(100)], ["DeleteNotification"], id="one less"),
        pytest.param([_notice(80)], [], ["DeleteNotification"], id="none"),
        pytest.param([], [_notice(80)], ["CreateNotification"], id="the first"),
        pytest.param(
            [_notice()], [_notice(addresses=by_topic)], ["CreateSubscriber", "DeleteSubscriber"], id="another reader"
        ),
        pytest.param(
            [_notice(addresses=both)],
            [_notice(addresses=both), _notice(100, "FORECASTED")],
            ["CreateNotification"],
            id="a forecast",
        ),
    ]


@pytest.mark.parametrize(("before", "after", "operations"), _changes())
def test_notifications_change_by_the_fewest_calls(
    before: list[Any], after: list[Any], operations: list[str], empty_world: World, cloud: Sandbox
) -> None:
    """What stays is not touched: nobody misses an alert between a deletion and a creation."""
    id, inputs, outputs = _made(empty_world, notifications=before)
    assert _drift(empty_world, id, inputs, outputs) == {}
    news = empty_world.check(BUDGET, {**inputs, "notifications": after}, inputs)
    cloud.control("calls", method="DELETE")
    outputs = RESOURCES[BUDGET].update(empty_world.context, id, outputs, inputs, news)
    called = [each["operation"] for each in cloud.control("calls?service=budgets")]
    assert [each for each in called if not each.startswith(("Describe", "List"))] == operations
    assert _drift(empty_world, id, news, outputs) == {}


def test_the_order_of_notifications_and_addresses_means_nothing(empty_world: World) -> None:
    """AWS keeps sets."""
    one = _notice(80)
    two = _notice(100, addresses={"subscriberEmailAddresses": ["a@example.com", "b@example.com"]})
    turned = {**two, "subscriberEmailAddresses": ["b@example.com", "a@example.com"]}
    olds, news = {"notifications": [one, two]}, {"notifications": [turned, one]}
    assert RESOURCES[BUDGET].diff(empty_world.context, "1:b", olds, olds, news).changed == {}


@pytest.mark.parametrize(
    "change",
    [
        {"limitAmount": "5000"},
        {"costFilters": [{"name": "TagKeyValue", "values": ["user:environment$prod"]}]},
        {"timePeriodEnd": "2030-01-01_00:00"},
        {"costTypes": {"includeCredit": False, "includeRefund": False}},
        {"timeUnit": "ANNUALLY"},
        {"tags": {"owner": "b"}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_budget_changes_in_place(change: dict[str, Any], empty_world: World) -> None:
    """Only the name and the account are for ever."""
    id, inputs, outputs = _made(
        empty_world,
        costFilters=[{"name": "TagKeyValue", "values": ["user:environment$dev"]}],
        notifications=[_notice()],
        tags={"owner": "a"},
    )
    news = empty_world.check(BUDGET, {**inputs, **change}, inputs)
    assert not RESOURCES[BUDGET].diff(empty_world.context, id, inputs, outputs, news).replace
    outputs = RESOURCES[BUDGET].update(empty_world.context, id, outputs, inputs, news)
    assert _drift(empty_world, id, news, outputs) == {}


def test_planned_limits_survive_a_refresh(empty_world: World) -> None:
    """Months are dates to the program and epoch seconds to AWS."""
    plans = [
        {"startTime": f"2030-{month:02}-01_00:00", "amount": str(1000 + month), "unit": "USD"} for month in range(1, 13)
    ]
    given = {"name": "planned", "budgetType": "COST", "timeUnit": "MONTHLY", "plannedLimits": plans}
    inputs = empty_world.check(BUDGET, given)
    id, outputs = RESOURCES[BUDGET].create(empty_world.context, inputs)
    empty_world.made.append((RESOURCES[BUDGET], id, outputs))
    assert _drift(empty_world, id, inputs, outputs) == {}


def test_an_imported_budget_has_its_notifications(empty_world: World) -> None:
    """The id leads to everything."""
    id, inputs, _ = _made(empty_world, notifications=[_notice()], tags={"owner": "a"})
    found = RESOURCES[BUDGET].read(empty_world.context, id, {}, {})
    assert found is not None
    names = ("name", "budgetType", "timeUnit", "notifications", "tags", "timePeriodEnd")
    assert {name: found[1][name] for name in names} == {name: inputs[name] for name in names}


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"limitAmount": "a lot"}, "Amount"),
        ({"timeUnit": "HOURLY"}, "timeUnit"),
        ({"notifications": [_notice(80, "GUESSED")]}, "notificationType"),
    ],
)
def test_what_aws_refuses_is_refused_in_preview(wrong: dict[str, Any], place: str, empty_world: World) -> None:
    """Amounts, units and kinds are checked against the API's model."""
    _, failures = empty_world.failures(BUDGET, {"name": "dev", **ROOM, **wrong})
    assert failures
    assert all(place.lower() in f"{each.property} {each.reason}".lower() for each in failures)


def test_only_what_the_official_provider_says_forces_a_replacement() -> None:
    """Limits, filters and notifications change in place."""
    assert RESOURCES[BUDGET].row.replace == {"name", "accountId"}
