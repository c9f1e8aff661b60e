"""Budgets and who is told about them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import SET, Call, Codec, Lookup, Prop, Row, Run, Step, TagStyle
from modelhost.sandbox.aws.rows.expression import expression_codec

ACCOUNT = "{account_id}"
ARN = "arn:{partition}:budgets::{account_id}:budget/{name}"
KEY = {"AccountId": ACCOUNT, "BudgetName": "{name}"}
TIME_FORMAT = "%Y-%m-%d_%H:%M"
SUBSCRIBERS = {"EMAIL": "subscriberEmailAddresses", "SNS": "subscriberSnsTopicArns"}
TERMS = ("notificationType", "comparisonOperator", "threshold", "thresholdType")


def _time(text: str) -> datetime:
    return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC)


TIME = Codec(encode=_time, decode=lambda time: time.astimezone(UTC).strftime(TIME_FORMAT))
FILTERS = type(SET)(
    encode=lambda given: {each["name"]: each["values"] for each in given},
    decode=lambda given: [{"name": name, "values": values} for name, values in sorted(given.items())],
)


def _encode_notification(notification: dict[str, Any]) -> dict[str, Any]:
    return {
        "Notification": {key: notification[key] for key in TERMS if key in notification},
        "Subscribers": [
            {"SubscriptionType": kind, "Address": address}
            for kind, key in SUBSCRIBERS.items()
            for address in notification.get(key) or ()
        ],
    }


NOTIFICATIONS = type(SET)(encode=lambda given: [_encode_notification(each) for each in given])


def _notify(run: Run) -> None:
    """Take all notifications away and set those that are wanted, as the official provider does."""
    for notification in _notifications(run):
        run.client().delete_notification(**_key(run), Notification=notification)
    for wanted in run.scope("notifications") or ():
        create = Call("create_notification", KEY | wanted, auto=False)
        run.call(create)


def _notifications(run: Run) -> list[dict[str, Any]]:
    answer = run.client().describe_notifications_for_budget(**_key(run))
    terms = ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
    return [{key: each[key] for key in terms if key in each} for each in answer.get("Notifications", ())]


def _key(run: Run) -> dict[str, str]:
    return {"AccountId": run.context.account_id, "BudgetName": run.scope("name")}


def _seen(run: Run) -> list[dict[str, Any]]:
    """Return the notifications as the program would write them."""
    return [_decode_notification(run, each) for each in _notifications(run)]


def _decode_notification(run: Run, notification: dict[str, Any]) -> dict[str, Any]:
    answer = run.client().describe_subscribers_for_notification(**_key(run), Notification=notification)
    decoded = {f"{key[0].lower()}{key[1:]}": value for key, value in notification.items()}
    for kind, name in SUBSCRIBERS.items():
        found = [each["Address"] for each in answer.get("Subscribers", ()) if each["SubscriptionType"] == kind]
        if found:
            decoded[name] = found
    return decoded


BUDGET_PARAMS = {
    "BudgetName": "{name}",
    "BudgetType": "{budgetType}",
    "TimeUnit": "{timeUnit}",
    "BudgetLimit": {"Amount": "{limitAmount}", "Unit": "{limitUnit}"},
    "CostFilters": "{costFilters}",
    "FilterExpression": "{filterExpression}",
    "Metrics": "{metrics}",
    "CostTypes": "{costTypes}",
    "TimePeriod": {"Start": "{timePeriodStart}", "End": "{timePeriodEnd}"},
}

BUDGET = Row(
    type="aws:budgets/budget:Budget",
    service="budgets",
    regional=False,
    properties={
        "name": Prop(replace=True, api="BudgetName"),
        "accountId": Prop(replace=True, computed=True, read=""),
        "budgetType": Prop(required=True),
        "timeUnit": Prop(required=True),
        "limitAmount": Prop(read="BudgetLimit.Amount", computed=True),
        "limitUnit": Prop(read="BudgetLimit.Unit", computed=True),
        "costFilters": Prop(codec=FILTERS),
        "filterExpression": Prop(codec=expression_codec("dimensions", "costCategories")),
        "metrics": Prop(),
        "costTypes": Prop(computed=True),
        "timePeriodStart": Prop(codec=TIME, computed=True, read="TimePeriod.Start"),
        "timePeriodEnd": Prop(codec=TIME, computed=True, read="TimePeriod.End"),
        "notifications": Prop(codec=NOTIFICATIONS, read=""),
        "tags": Prop(),
    },
    create=Call(
        "create_budget",
        {"AccountId": ACCOUNT, "Budget": BUDGET_PARAMS, "NotificationsWithSubscribers": "{notifications}"},
        auto=False,
    ),
    id="{account_id}:{name}",
    import_id="{accountId}:{name}",
    read=Call("describe_budget", KEY, auto=False),
    found="Budget",
    lookups=(Lookup(_seen, {"notifications": "@"}),),
    steps=(Step(("notifications",), _notify, at_creation=False),),
    update=Call("update_budget", {"AccountId": ACCOUNT, "NewBudget": BUDGET_PARAMS}, auto=False),
    outputs={"arn": ARN, "accountId": "{account_id}"},
    delete=(Call("delete_budget", KEY, auto=False),),
    tags=TagStyle(
        create={"ResourceTags": "{tag_list}"},
        add=Call("tag_resource", {"ResourceARN": ARN, "ResourceTags": "{tag_list}"}, auto=False),
        remove=Call("untag_resource", {"ResourceARN": ARN, "ResourceTagKeys": "{tag_keys}"}, auto=False),
        read=Lookup(Call("list_tags_for_resource", {"ResourceARN": ARN}), {"tags": "ResourceTags"}),
    ),
    autoname=("name", NameRule(limit=100, refused=r"[:\\]", leading=r"[^:\\]")),
    unique=("name",),
    missing=("NotFoundException",),
)

ROWS = (BUDGET,)
