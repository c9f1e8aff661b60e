"""Alarms, budgets and cost anomalies really reach the topic's subscribers."""

import json

import pytest

from components.alarm_topic import AlarmTopic
from components.key_policy import topic_key_policy
from components.topic_policy import PUBLISHERS, topic_policy
from modelhost.spec.notify import NotifySpec
from tests.components.linting import lint, statement
from tests.components.recording import ACCOUNT, REGION


def topic(account, **spec):
    """Return a topic with defaults to override."""
    args = {"spec": NotifySpec(**spec), "account": account, "key_deletion_days": 30, "protect": False}
    return AlarmTopic("alarms", args)


def test_the_publishers_are_the_three_services():
    """CloudWatch, Budgets and Cost Anomaly Detection; a missing one is silent for ever."""
    assert PUBLISHERS == ("cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com")


def test_the_topic_has_a_key_of_its_own(build, account):
    """With AWS's own key for SNS nothing arrives: its policy cannot name the publishers."""
    found = build(lambda: topic(account))
    assert found.one("Topic") == {"kmsMasterKeyId": "arn:of:alarms-key"}
    assert json.loads(found.one("Key")["policy"]) == topic_key_policy(account, PUBLISHERS)


@pytest.mark.parametrize("publisher", ["cloudwatch", "budgets", "costalerts"])
def test_each_publisher_may_publish_for_this_account(build, account, publisher):
    """The policy in force names each service, and only on behalf of the account."""
    policy = build(lambda: topic(account)).one("TopicPolicy")["policy"]
    grant = statement(policy, f"Publish{publisher.capitalize()}")
    assert grant["Principal"] == {"Service": f"{publisher}.amazonaws.com"}
    assert (grant["Action"], grant["Resource"]) == (["sns:Publish"], ["arn:of:alarms"])
    assert grant["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_the_topic_policy_passes_the_linter():
    """Every action and condition exists."""
    assert lint(topic_policy(f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms", ACCOUNT)) == []


def test_each_address_is_subscribed_once(build, account):
    """A subscription is named by its address, so another address replaces none."""
    found = build(lambda: topic(account, emails=["b@example.com", "a.b@example.com", "b@example.com"]))
    subscriptions = [(each.name, each.inputs["endpoint"]) for each in found.of("TopicSubscription")]
    assert subscriptions == [
        ("alarms-a-b-example-com", "a.b@example.com"),
        ("alarms-b-example-com", "b@example.com"),
    ]


def test_an_existing_topic_keeps_its_own_key_and_policy(build, account):
    """Only the addresses of the stack file are added to it."""
    arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:theirs"
    found = build(lambda: topic(account, topic_arn=arn, emails=["a@example.com"]).topic_arn)
    assert found.value == arn
    assert found.one("TopicSubscription")["topic"] == arn
    assert found.of("Topic") + found.of("TopicPolicy") + found.of("Key") == []


def test_the_topics_arn_is_known_with_its_policy(build, account):
    """Whoever sends to it waits until it lets messages through."""
    assert build(lambda: topic(account).topic_arn).value == "arn:of:alarms"
