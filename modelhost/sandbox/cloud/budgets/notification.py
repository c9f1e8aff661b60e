"""The notifications of a budget and their subscribers."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.budgets.shelf import find, missing
from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import page

IDENTITY = ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
MAX_NOTIFICATIONS, MAX_EMAILS, MAX_TOPICS = 10, 10, 1
Entry = dict[str, Any]


def kept(entries: list[Entry]) -> list[Entry]:
    """Keep the notifications of a request, refusing what AWS refuses."""
    result: list[Entry] = []
    for entry in entries:
        _append(result, entry["Notification"], entry.get("Subscribers", []))
    return result


def create(call: Call, cloud: Cloud) -> None:
    """Add a notification to a budget."""
    _append(_notifications(call, cloud), call.params["Notification"], call.params["Subscribers"])


def update(call: Call, cloud: Cloud) -> None:
    """Replace a notification; its subscribers stay."""
    _entry(call, cloud, "OldNotification")["Notification"] = call.params["NewNotification"]


def delete(call: Call, cloud: Cloud) -> None:
    """Delete a notification with its subscribers."""
    _notifications(call, cloud).remove(_entry(call, cloud))


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the notifications of a budget."""
    shown = [{"NotificationState": "OK", **entry["Notification"]} for entry in _notifications(call, cloud)]
    notifications, token = page(shown, call.params)
    return {"Notifications": notifications, "NextToken": token}


def create_subscriber(call: Call, cloud: Cloud) -> None:
    """Add a subscriber to a notification."""
    entry = _entry(call, cloud)
    subscribers = [*entry["Subscribers"], call.params["Subscriber"]]
    _refuse_subscribers(subscribers)
    entry["Subscribers"] = subscribers


def update_subscriber(call: Call, cloud: Cloud) -> None:
    """Replace a subscriber."""
    subscribers = _entry(call, cloud)["Subscribers"]
    subscribers[_position(subscribers, call.params["OldSubscriber"])] = call.params["NewSubscriber"]


def delete_subscriber(call: Call, cloud: Cloud) -> None:
    """Remove a subscriber; a notification whose last one goes is deleted too."""
    entry = _entry(call, cloud)
    del entry["Subscribers"][_position(entry["Subscribers"], call.params["Subscriber"])]
    if not entry["Subscribers"]:
        _notifications(call, cloud).remove(entry)


def describe_subscribers(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the subscribers of a notification."""
    subscribers, token = page(_entry(call, cloud)["Subscribers"], call.params)
    return {"Subscribers": subscribers, "NextToken": token}


def _notifications(call: Call, cloud: Cloud) -> list[Entry]:
    notifications: list[Entry] = find(call, cloud, call.params["BudgetName"]).fields["Notifications"]
    return notifications


def _identity(notification: Entry) -> tuple[Any, ...]:
    with_default = {"ThresholdType": "PERCENTAGE", **notification}
    return tuple(with_default.get(name) for name in IDENTITY)


def _entry(call: Call, cloud: Cloud, field: str = "Notification") -> Entry:
    wanted = _identity(call.params[field])
    for entry in _notifications(call, cloud):
        if _identity(entry["Notification"]) == wanted:
            return entry
    raise missing("Unable to find the notification - the notification doesn't exist.")


def _append(entries: list[Entry], notification: Entry, subscribers: list[Entry]) -> None:
    if any(_identity(entry["Notification"]) == _identity(notification) for entry in entries):
        raise RefusalError("DuplicateRecordException", "Error creating notification: it already exists.", 400)
    if len(entries) == MAX_NOTIFICATIONS:
        message = f"A budget can have at most {MAX_NOTIFICATIONS} notifications."
        raise RefusalError("CreationLimitExceededException", message, 400)
    if not subscribers:
        raise RefusalError("InvalidParameterException", "A notification needs at least one subscriber.", 400)
    _refuse_subscribers(subscribers)
    entries.append({"Notification": notification, "Subscribers": list(subscribers)})


def _refuse_subscribers(subscribers: list[Entry]) -> None:
    kinds = [subscriber["SubscriptionType"] for subscriber in subscribers]
    if kinds.count("SNS") > MAX_TOPICS or kinds.count("EMAIL") > MAX_EMAILS:
        message = f"A notification takes at most {MAX_TOPICS} SNS topic and {MAX_EMAILS} e-mail addresses."
        raise RefusalError("CreationLimitExceededException", message, 400)


def _position(subscribers: list[Entry], wanted: Entry) -> int:
    if wanted not in subscribers:
        raise missing("Unable to find the subscriber - the subscriber doesn't exist.")
    return subscribers.index(wanted)
