"""Cost anomalies and cost allocation tags: what the life stories of all types do not tell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelhost.provider.resource import ProviderError
from tests.sandbox_aws.world import RESOURCES, World

MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription"
TAG = "aws:costexplorer/costAllocationTag:CostAllocationTag"
TOTAL = {"key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE", "matchOptions": ["GREATER_THAN_OR_EQUAL"], "values": ["100"]}
SHARE = {"key": "ANOMALY_TOTAL_IMPACT_PERCENTAGE", "matchOptions": ["GREATER_THAN_OR_EQUAL"], "values": ["40"]}


def _specification(environment: str) -> str:
    return json.dumps({"And": None, "Tags": {"Key": "environment", "Values": [environment]}})


def _monitor(environment: str = "dev") -> dict[str, Any]:
    return {"name": "spend", "monitorType": "CUSTOM", "monitorSpecification": _specification(environment)}


def _subscription(world: World, **given: Any) -> dict[str, Any]:
    return {
        "name": "spend",
        "frequency": "DAILY",
        "monitorArnLists": [world.make(MONITOR, _monitor())["arn"]],
        "subscribers": [{"type": "EMAIL", "address": "a@example.com"}],
        "thresholdExpression": {"dimension": TOTAL},
        **given,
    }


def _drift(world: World, type: str, made: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    found = RESOURCES[type].read(world.context, made["id"], given, made)
    assert found is not None
    return dict(RESOURCES[type].diff(world.context, made["id"], found[1], found[2], given).changed)


def test_a_specification_is_json_without_its_empty_members(empty_world: World) -> None:
    """The official provider's own JSON, full of nulls, is taken and compared by its meaning."""
    made = empty_world.make(MONITOR, _monitor())
    assert made["id"] == made["arn"]
    assert _drift(empty_world, MONITOR, made, _monitor()) == {}


def test_another_specification_replaces_the_monitor(empty_world: World) -> None:
    """AWS changes only the name of a monitor."""
    diff = RESOURCES[MONITOR].diff(empty_world.context, "arn", _monitor(), _monitor(), _monitor("prod"))
    assert diff.replace == {"monitorSpecification"}


def test_a_specification_that_is_no_json_is_refused_in_preview(empty_world: World) -> None:
    """The expression is checked like the rest of the request."""
    failures = empty_world.failures(MONITOR, {**_monitor(), "monitorSpecification": "{"})[1]
    assert [each.property for each in failures] == ["monitorSpecification"]


@pytest.mark.parametrize(
    "expression",
    [{"dimension": TOTAL}, {"ands": [{"dimension": TOTAL}, {"dimension": SHARE}]}, {"not": {"dimension": SHARE}}],
    ids=["dimension", "ands", "not"],
)
def test_a_threshold_survives_a_refresh(expression: dict[str, Any], empty_world: World) -> None:
    """Expressions have other words in the program than in the API."""
    given = _subscription(empty_world, thresholdExpression=expression)
    made = empty_world.make(SUBSCRIPTION, given)
    assert made["accountId"] == "123456789012"
    assert _drift(empty_world, SUBSCRIPTION, made, given) == {}


def test_a_subscription_changes_in_place(empty_world: World) -> None:
    """Readers, threshold and frequency are all changed by one call."""
    given = _subscription(empty_world)
    made = empty_world.make(SUBSCRIPTION, given)
    more = [*given["subscribers"], {"type": "EMAIL", "address": "b@example.com"}]
    news = {**given, "subscribers": more, "frequency": "WEEKLY", "thresholdExpression": {"dimension": SHARE}}
    resource = RESOURCES[SUBSCRIPTION]
    assert not resource.diff(empty_world.context, made["id"], given, made, news).replace
    resource.update(empty_world.context, made["id"], made, given, news)
    assert _drift(empty_world, SUBSCRIPTION, made, news) == {}


def test_an_immediate_alert_by_e_mail_is_refused(empty_world: World) -> None:
    """AWS sends e-mail daily or weekly; at once it tells only topics."""
    with pytest.raises(Exception, match="IMMEDIATE"):
        empty_world.make(SUBSCRIPTION, _subscription(empty_world, frequency="IMMEDIATE"))


def test_a_deleted_allocation_tag_is_inactive(empty_world: World) -> None:
    """Nobody can remove a key from the bill; it only stops counting."""
    made = empty_world.make(TAG, {"tagKey": "environment", "status": "Active"})
    assert (made["id"], made["type"]) == ("environment", "UserDefined")
    RESOURCES[TAG].delete(empty_world.context, "environment", made)
    answer = empty_world.context.client("ce").list_cost_allocation_tags(TagKeys=["environment"])
    assert [each["Status"] for each in answer["CostAllocationTags"]] == ["Inactive"]


def test_a_refusal_inside_a_successful_answer_is_told(empty_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cost Explorer answers 200 and lists what it did not do."""
    error = {"TagKey": "owner", "Code": "TagKeysNotFoundException", "Message": "not on any bill yet"}
    client = empty_world.context.client("ce")
    monkeypatch.setattr(client, "update_cost_allocation_tags_status", lambda **_: {"Errors": [error]})
    with pytest.raises(ProviderError, match="TagKeysNotFoundException: owner: not on any bill yet"):
        RESOURCES[TAG].create(empty_world.context, {"tagKey": "owner", "status": "Active"})


REPLACING = {
    MONITOR: {"monitorType", "monitorDimension", "monitorSpecification"},
    SUBSCRIPTION: {"name"},
    TAG: {"tagKey"},
}


@pytest.mark.parametrize("type", REPLACING)
def test_only_what_must_forces_a_replacement(type: str) -> None:
    """As the official provider says, but for the key of a tag, which is what is activated."""
    assert RESOURCES[type].row.replace == REPLACING[type]
