"""SNS: e-mail subscriptions are pending until somebody confirms them, which nobody does here."""

from __future__ import annotations

from typing import Any

from moto.sns.models import sns_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import page

PENDING = "PendingConfirmation"
CONFIRMED_BY_CLICK = ("email", "email-json")


def list_all(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the subscriptions of a region."""
    return _listed(call, list(_backend(call).subscriptions.values()))


def list_by_topic(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the subscriptions of a topic."""
    topic = call.params["TopicArn"]
    if topic not in _backend(call).topics:
        raise RefusalError("NotFound", "Topic does not exist", 404)
    return _listed(call, [one for one in _backend(call).subscriptions.values() if one.topic_arn == topic])


def attributes(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Give the attributes of a subscription, with its pending state."""
    arn = call.params["SubscriptionArn"]
    subscription = _backend(call).subscriptions.get(arn)
    if subscription is None:
        raise RefusalError("NotFound", "Subscription does not exist", 404)
    pending = subscription.protocol in CONFIRMED_BY_CLICK
    given = {name: str(value) for name, value in _backend(call).get_subscription_attributes(arn).items()}
    confirmation = {PENDING: str(pending).lower(), "ConfirmationWasAuthenticated": str(not pending).lower()}
    return {"Attributes": {**given, **confirmation}}


def _listed(call: Call, subscriptions: list[Any]) -> dict[str, Any]:
    shown, token = page([_shown(one) for one in subscriptions], call.params)
    return {"Subscriptions": shown, "NextToken": token}


def _shown(subscription: Any) -> dict[str, Any]:
    pending = subscription.protocol in CONFIRMED_BY_CLICK
    return {
        "SubscriptionArn": PENDING if pending else subscription.arn,
        "Owner": subscription.owner,
        "Protocol": subscription.protocol,
        "Endpoint": subscription.endpoint,
        "TopicArn": subscription.topic_arn,
    }


def _backend(call: Call) -> Any:
    return sns_backends[ACCOUNT_ID][call.region]
