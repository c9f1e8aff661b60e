"""Budgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import Call, Lookup, Prop, Row, Run, Step, TagStyle
from modelhost.provider.table.template import Values
from modelhost.sandbox.aws.rows.budgets import notification
from modelhost.sandbox.aws.rows.budgets.codecs import FILTERS, NOTIFICATIONS, PLANS, TIME
from modelhost.sandbox.aws.rows.expression import expression_codec

FOR_EVER = "2087-06-15_00:00"


def _account(values: Values) -> Any:
    return values("accountId") or values("account_id")


def _part(position: int) -> Callable[[Values], str]:
    """Return the template of the id's account or name."""
    return lambda values: str(values("id")).split(":", 1)[position]


def _arn(values: Values) -> str:
    account, name = str(values("id")).split(":", 1)
    return f"arn:{values('partition')}:budgets::{account}:budget/{name}"


KEY = {"AccountId": _part(0), "BudgetName": _part(1)}


BUDGET_PARAMS = {
    "BudgetName": "{name}",
    "BudgetType": "{budgetType}",
    "TimeUnit": "{timeUnit}",
    "BudgetLimit": {"Amount": "{limitAmount}", "Unit": "{limitUnit}"},
    "PlannedBudgetLimits": "{plannedLimits}",
    "AutoAdjustData": "{autoAdjustData}",
    "BillingViewArn": "{billingViewArn}",
    "CostFilters": "{costFilters}",
    "FilterExpression": "{filterExpression}",
    "Metrics": lambda values: [values("metrics")] if values("metrics") else None,
    "CostTypes": "{costTypes}",
    "TimePeriod": {"Start": "{timePeriodStart}", "End": "{timePeriodEnd}"},
}
CREATE = Call(
    "create_budget",
    {"AccountId": _account, "Budget": BUDGET_PARAMS, "NotificationsWithSubscribers": "{notifications}"},
    auto=False,
)
TAGS = TagStyle(
    create={"ResourceTags": "{tag_list}"},
    add=Call("tag_resource", {"ResourceARN": _arn, "ResourceTags": "{tag_list}"}),
    remove=Call("untag_resource", {"ResourceARN": _arn, "ResourceTagKeys": "{tag_keys}"}),
    read=Lookup(Call("list_tags_for_resource", {"ResourceARN": _arn}), {"tags": "ResourceTags"}),
)


def _create(run: Run) -> dict[str, str]:
    run.call(CREATE, extra=TAGS.create)
    return {"Id": f"{_account(run.scope)}:{run.scope('name')}"}


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
        "plannedLimits": Prop(api="PlannedBudgetLimits", codec=PLANS),
        "autoAdjustData": Prop(computed=True),
        "billingViewArn": Prop(computed=True),
        "costFilters": Prop(codec=FILTERS),
        "filterExpression": Prop(codec=expression_codec("dimensions", "costCategories")),
        "metrics": Prop(read="Metrics[0]"),
        "costTypes": Prop(computed=True),
        "timePeriodStart": Prop(codec=TIME, computed=True, read="TimePeriod.Start"),
        "timePeriodEnd": Prop(codec=TIME, default=FOR_EVER, read="TimePeriod.End"),
        "notifications": Prop(codec=NOTIFICATIONS, read=""),
        "tags": Prop(),
    },
    create=_create,
    checks=(CREATE,),
    id="Id",
    read=Call("describe_budget", {**KEY, "ShowFilterExpression": True}),
    found="Budget",
    lookups=(Lookup(notification.look, {"accountId": "accountId", "notifications": "notifications"}),),
    steps=(Step(("notifications",), notification.bring, unset=notification.bring, at_creation=False),),
    update=Call("update_budget", {"AccountId": _account, "NewBudget": BUDGET_PARAMS}, auto=False),
    outputs={"arn": "arn:{partition}:budgets::{accountId}:budget/{name}"},
    delete=(Call("delete_budget", KEY),),
    tags=TAGS,
    autoname=("name", NameRule(limit=100, refused=r"[:\\]", leading=r"[^:\\]")),
    unique=("name",),
    missing=("NotFoundException",),
)

ROWS = (BUDGET,)
