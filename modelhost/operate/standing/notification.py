"""Notification: which addresses hear of alarms, and which of them have confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modelhost.operate.cloud import Cloud, found
from modelhost.operate.standing.fact import Fact

UNCONFIRMED = "PendingConfirmation"


class AddressFact(Fact):
    """One subscriber of a topic."""

    topic_arn: str
    protocol: str
    address: str
    confirmed: bool
    """Whether messages reach it; an e-mail address has to be confirmed by its owner."""


def address_facts(cloud: Cloud, topics: Iterable[str]) -> tuple[AddressFact, ...]:
    """Ask every topic for its subscribers."""
    facts = []
    for arn in sorted(set(topics)):
        if found(cloud.client("sns").get_topic_attributes, TopicArn=arn) is not None:
            listed = cloud.items("sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=arn)
            facts += [address_fact(each, pending(cloud, each)) for each in listed]
    return tuple(sorted(facts, key=lambda fact: (fact.topic_arn, fact.protocol, fact.address)))


def pending(cloud: Cloud, subscription: Mapping[str, Any]) -> bool:
    """Tell whether nobody has confirmed *subscription* yet."""
    arn = subscription["SubscriptionArn"]
    if arn == UNCONFIRMED:
        return True
    attributes = found(cloud.client("sns").get_subscription_attributes, SubscriptionArn=arn) or {}
    return str(attributes.get("Attributes", {}).get("PendingConfirmation", "false")).lower() == "true"


def address_fact(subscription: Mapping[str, Any], unconfirmed: bool) -> AddressFact:
    """Return one subscriber as a fact."""
    return AddressFact(
        topic_arn=subscription["TopicArn"],
        protocol=subscription["Protocol"],
        address=subscription["Endpoint"],
        confirmed=not unconfirmed,
    )
