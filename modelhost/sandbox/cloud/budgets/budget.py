"""Budgets as they were asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from modelhost.sandbox.cloud.budgets.notification import kept
from modelhost.sandbox.cloud.budgets.shelf import SHELF, find
from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page, tags_from, timestamp

LIMITS = ("BudgetLimit", "PlannedBudgetLimits", "AutoAdjustData")
EXPRESSION = ("FilterExpression", "Metrics")
NO_SPEND = {"ActualSpend": {"Amount": "0.0", "Unit": "USD"}, "ForecastedSpend": {"Amount": "0.0", "Unit": "USD"}}
ALWAYS_INCLUDED = ("Credit", "Discount", "OtherSubscription", "Recurring", "Refund", "Subscription", "Support", "Tax")
COST_TYPES: dict[str, bool] = {
    **{f"Include{name}": True for name in (*ALWAYS_INCLUDED, "Upfront")},
    "UseAmortized": False,
    "UseBlended": False,
}
NEVER = datetime(2087, 6, 15, tzinfo=UTC)


def create(call: Call, cloud: Cloud) -> None:
    """Create a budget with its notifications."""
    budget = call.params["Budget"]
    name = budget["BudgetName"]
    account = call.params["AccountId"]
    _refuse(budget)
    if (account, name) in cloud.shelf(SHELF):
        message = f"Error creating budget: {name} - the budget already exists."
        raise RefusalError("DuplicateRecordException", message, 400)
    record = Record(name, f"arn:aws:budgets::{ACCOUNT_ID}:budget/{name}", {}, cloud.now())
    record.tags = tags_from(call.params.get("ResourceTags"))
    record.fields = {"Budget": budget, "Notifications": kept(call.params.get("NotificationsWithSubscribers", []))}
    cloud.shelf(SHELF)[account, name] = record


def update(call: Call, cloud: Cloud) -> None:
    """Replace a budget; its notifications stay."""
    wanted = call.params["NewBudget"]
    record = find(call, cloud, wanted["BudgetName"])
    _refuse(wanted)
    record.fields["Budget"] = wanted
    record.modified = cloud.now()


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe one budget."""
    record = find(call, cloud, call.params["BudgetName"])
    return {"Budget": _shown(record, bool(call.params.get("ShowFilterExpression")))}


def describe_all(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe the budgets of an account."""
    account = call.params["AccountId"]
    found = [record for (owner, _), record in cloud.shelf(SHELF).items() if owner == account]
    records, token = page(found, call.params)
    expression = bool(call.params.get("ShowFilterExpression"))
    return {"Budgets": [_shown(record, expression) for record in records], "NextToken": token}


def delete(call: Call, cloud: Cloud) -> None:
    """Delete a budget with its notifications."""
    record = find(call, cloud, call.params["BudgetName"])
    del cloud.shelf(SHELF)[call.params["AccountId"], record.name]


def _shown(record: Record, expression: bool) -> dict[str, Any]:
    created = timestamp(record.created)
    period = {"Start": created.replace(day=1, hour=0, minute=0, second=0, microsecond=0), "End": NEVER}
    budget: dict[str, Any] = dict(record.fields["Budget"])
    budget["TimePeriod"] = {**period, **budget.get("TimePeriod", {})}
    if budget["BudgetType"] == "COST" and not any(name in budget for name in EXPRESSION):
        budget["CostTypes"] = {**COST_TYPES, **budget.get("CostTypes", {})}
    if not expression:
        budget = {name: value for name, value in budget.items() if name not in EXPRESSION}
    return {
        **budget,
        "CalculatedSpend": NO_SPEND,
        "LastUpdatedTime": timestamp(record.modified),
        "HealthStatus": {"Status": "HEALTHY", "LastUpdatedTime": timestamp(record.modified)},
    }


def _refuse(budget: dict[str, Any]) -> None:
    if not any(name in budget for name in LIMITS):
        message = (
            "Unable to create/update budget - please provide one of the followings: "
            "Budget Limit/ Planned Budget Limit/ Auto Adjust Data"
        )
        raise RefusalError("InvalidParameterException", message, 400)
    if "CostFilters" in budget and "FilterExpression" in budget:
        raise RefusalError("InvalidParameterException", "CostFilters and FilterExpression exclude each other.", 400)
