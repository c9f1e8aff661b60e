"""Whom a budget tells and when: brought to what is wanted by the fewest calls."""

from __future__ import annotations

from typing import Any

from modelhost.provider.table import Run
from modelhost.provider.wire import UNKNOWN

Rule = dict[str, Any]
"""When to tell, as the API writes it."""
Notices = dict[tuple[Any, ...], tuple[Rule, frozenset[tuple[str, str]]]]
"""Rules with their subscribers, by what tells rules apart."""

TERMS = {
    "notificationType": "NotificationType",
    "comparisonOperator": "ComparisonOperator",
    "threshold": "Threshold",
    "thresholdType": "ThresholdType",
}
ADDRESSES = {"EMAIL": "subscriberEmailAddresses", "SNS": "subscriberSnsTopicArns"}
DEFAULTS = {"ThresholdType": "PERCENTAGE"}


def encode(notification: Any) -> Any:
    """Write one notification as the API takes it."""
    if notification is UNKNOWN:
        return UNKNOWN
    told = {kind: notification.get(name) or [] for kind, name in ADDRESSES.items()}
    return {
        "Notification": {api: notification[name] for name, api in TERMS.items() if name in notification},
        "Subscribers": UNKNOWN
        if UNKNOWN in told.values()
        else [
            {"SubscriptionType": kind, "Address": address} for kind, addresses in told.items() for address in addresses
        ],
    }


def look(run: Run) -> dict[str, Any]:
    """Ask for all notifications and their subscribers, and write them as the program would."""
    account, _ = _identity(run)
    return {"accountId": account, "notifications": [_decoded(*each) for each in _live(run).values()]}


def bring(run: Run) -> None:
    """Delete, create and change notifications until they are what is wanted."""
    live, wanted = _live(run), _wanted(run)
    gone = {key: live[key] for key in live.keys() - wanted.keys()}
    new = {key: wanted[key] for key in wanted.keys() - live.keys()}
    for key in live.keys() & wanted.keys():
        _subscribe(run, live[key][0], live[key][1], wanted[key][1])
    for rule, subscribers in (new[key] for key in sorted(new, key=str)):
        twin = next((old for old in gone if gone[old][1] == subscribers), None)
        if twin is None:
            _create(run, rule, subscribers)
        else:
            _call(run, "update_notification", OldNotification=gone.pop(twin)[0], NewNotification=rule)
    for rule, _ in gone.values():
        _call(run, "delete_notification", Notification=rule)


def _wanted(run: Run) -> Notices:
    entries = run.scope("notifications") or []
    return {_key(each["Notification"]): (each["Notification"], _told(each["Subscribers"])) for each in entries}


def _live(run: Run) -> Notices:
    answer = _call(run, "describe_notifications_for_budget")
    rules = [{name: each[name] for name in TERMS.values() if name in each} for each in answer.get("Notifications", ())]
    return {_key(rule): (DEFAULTS | rule, _subscribers(run, rule)) for rule in rules}


def _subscribers(run: Run, rule: Rule) -> frozenset[tuple[str, str]]:
    return _told(_call(run, "describe_subscribers_for_notification", Notification=rule).get("Subscribers", ()))


def _told(subscribers: Any) -> frozenset[tuple[str, str]]:
    return frozenset((each["SubscriptionType"], each["Address"]) for each in subscribers)


def _key(rule: Rule) -> tuple[Any, ...]:
    whole = DEFAULTS | rule
    return (whole["NotificationType"], whole["ComparisonOperator"], float(whole["Threshold"]), whole["ThresholdType"])


def _create(run: Run, rule: Rule, subscribers: frozenset[tuple[str, str]]) -> None:
    listed = [{"SubscriptionType": kind, "Address": address} for kind, address in sorted(subscribers)]
    _call(run, "create_notification", Notification=rule, Subscribers=listed)


def _subscribe(run: Run, rule: Rule, old: frozenset[tuple[str, str]], new: frozenset[tuple[str, str]]) -> None:
    """Add before removing: a notification whose last subscriber goes is deleted."""
    for operation, changed in (("create_subscriber", new - old), ("delete_subscriber", old - new)):
        for kind, address in sorted(changed):
            subscriber = {"SubscriptionType": kind, "Address": address}
            _call(run, operation, Notification=rule, Subscriber=subscriber)


def _call(run: Run, operation: str, **params: Any) -> dict[str, Any]:
    account, name = _identity(run)
    return dict(getattr(run.client(), operation)(AccountId=account, BudgetName=name, **params))


def _identity(run: Run) -> list[str]:
    return str(run.scope.id).split(":", 1)


def _decoded(rule: Rule, subscribers: frozenset[tuple[str, str]]) -> dict[str, Any]:
    decoded = {name: rule[api] for name, api in TERMS.items() if api in rule}
    for kind, name in ADDRESSES.items():
        addresses = sorted(address for each, address in subscribers if each == kind)
        if addresses:
            decoded[name] = addresses
    return decoded
