"""Topics, their policies and subscriptions: what the life stories of all types do not tell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sandbox_aws.world import RESOURCES, World

TOPIC = "aws:sns/topic:Topic"
POLICY = "aws:sns/topicPolicy:TopicPolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"


def _publish(topic: str) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Action": ["sns:Publish"],
        "Resource": topic,
        "Principal": {"Service": "budgets.amazonaws.com"},
    }


def _policy_of(world: World, topic: str) -> dict[str, Any]:
    attributes = world.context.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]
    return dict(json.loads(attributes["Policy"]))


def test_a_topic_is_known_by_its_arn(empty_world: World) -> None:
    """The id is the ARN, which makes imports and references those of the official provider."""
    made = empty_world.make(TOPIC, {"name": "alarms"})
    assert made["id"] == made["arn"] == "arn:aws:sns:us-west-2:123456789012:alarms"
    assert made["owner"] == "123456789012"


def test_a_fifo_topic_needs_its_ending(empty_world: World) -> None:
    """What SNS demands of names is checked in preview."""
    _, failures = empty_world.failures(TOPIC, {"name": "alarms.queue"})
    assert [each.property for each in failures] == ["name"]
    made = empty_world.make(TOPIC, {"name": "alarms.fifo", "fifoTopic": True, "contentBasedDeduplication": True})
    found = RESOURCES[TOPIC].read(empty_world.context, made["id"], {}, {})
    assert found is not None
    assert (found[1]["fifoTopic"], found[1]["contentBasedDeduplication"]) == (True, True)


def test_an_attribute_that_is_not_wanted_any_more_is_cleared(empty_world: World) -> None:
    """Leaving the key out takes it off the topic."""
    given = {"kmsMasterKeyId": empty_world.key()["keyId"], "displayName": "alarms"}
    inputs = empty_world.check(TOPIC, given)
    id, outputs = RESOURCES[TOPIC].create(empty_world.context, inputs)
    empty_world.made.append((RESOURCES[TOPIC], id, outputs))
    news = {name: value for name, value in inputs.items() if name not in given}
    outputs = RESOURCES[TOPIC].update(empty_world.context, id, outputs, inputs, news)
    assert not outputs.get("kmsMasterKeyId")
    assert not outputs.get("displayName")


def test_a_deleted_policy_leaves_the_one_that_a_new_topic_has(empty_world: World) -> None:
    """A topic is never without a policy; publishers of ours are gone from it."""
    topic = empty_world.topic()["arn"]
    statement = _publish(topic)
    made = empty_world.make(POLICY, {"arn": topic, "policy": json.dumps({"Statement": [statement]})})
    assert _policy_of(empty_world, topic)["Statement"] == [statement]
    RESOURCES[POLICY].delete(empty_world.context, made["id"], made)
    [left] = _policy_of(empty_world, topic)["Statement"]
    assert left["Condition"] == {"StringEquals": {"AWS:SourceOwner": "123456789012"}}


def test_an_unordered_policy_is_no_change(empty_world: World) -> None:
    """A policy is compared by its meaning."""
    topic = "arn:aws:sns:us-west-2:123456789012:alarms"
    statement = _publish(topic)
    olds = {"arn": topic, "policy": json.dumps({"Statement": [statement]})}
    news = {"arn": topic, "policy": json.dumps({"Statement": {**statement, "Action": "sns:Publish"}}, indent=1)}
    assert RESOURCES[POLICY].diff(empty_world.context, topic, olds, olds, news).changed == {}


def test_an_e_mail_subscription_tells_that_it_waits(empty_world: World) -> None:
    """It stands at once, pending until its reader confirms, and goes with `destroy`."""
    topic = empty_world.topic()["arn"]
    made = empty_world.make(SUBSCRIPTION, {"topic": topic, "protocol": "email", "endpoint": "a@example.com"})
    assert made["id"].startswith(f"{topic}:")
    assert isinstance(made["pendingConfirmation"], bool)
    assert made["ownerId"] == "123456789012"


@pytest.mark.parametrize("attribute", [{"rawMessageDelivery": True}, {"filterPolicy": '{"severity": ["page"]}'}])
def test_a_subscription_changes_in_place_and_back(attribute: dict[str, Any], empty_world: World) -> None:
    """Attributes are set and cleared without a new confirmation."""
    given = {"topic": empty_world.topic()["arn"], "protocol": "https", "endpoint": "https://example.com/alarms"}
    plain, inputs = empty_world.check(SUBSCRIPTION, given), empty_world.check(SUBSCRIPTION, {**given, **attribute})
    resource = RESOURCES[SUBSCRIPTION]
    id, outputs = resource.create(empty_world.context, plain)
    for olds, news in ((plain, inputs), (inputs, plain)):
        assert not resource.diff(empty_world.context, id, olds, outputs, news).replace
        outputs = resource.update(empty_world.context, id, outputs, olds, news)
        found = resource.read(empty_world.context, id, news, outputs)
        assert found is not None
        assert resource.diff(empty_world.context, id, found[1], found[2], news).changed == {}


def test_an_unknown_protocol_is_refused_in_preview(empty_world: World) -> None:
    """SNS's protocols are not in its API model."""
    given = {"topic": "arn:aws:sns:us-west-2:123456789012:t", "protocol": "carrier-pigeon", "endpoint": "loft"}
    assert [each.property for each in empty_world.failures(SUBSCRIPTION, given)[1]] == ["protocol"]


REPLACING = {TOPIC: {"name", "fifoTopic"}, POLICY: {"arn"}, SUBSCRIPTION: {"topic", "protocol", "endpoint"}}


@pytest.mark.parametrize("type", REPLACING)
def test_only_what_the_official_provider_says_forces_a_replacement(type: str) -> None:
    """Attributes change in place; what identifies does not."""
    assert RESOURCES[type].row.replace == REPLACING[type]
