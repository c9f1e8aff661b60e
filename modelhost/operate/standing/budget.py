"""The budget: how much, how far, who hears of it, and whether AWS can tell this environment's cost from others'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.standing.fact import Fact

TAG_KEY = "environment"


class ThresholdFact(Fact):
    """One alert of a budget."""

    percent: float
    kind: str
    """`ACTUAL` or `FORECASTED`."""
    subscribers: tuple[str, ...]


class BudgetFact(Fact):
    """The environment's budget as AWS holds it."""

    name: str
    limit_usd: float
    actual_usd: float | None = None
    """Cost so far this month; AWS updates it with a delay of hours."""
    forecast_usd: float | None = None
    thresholds: tuple[ThresholdFact, ...] = ()
    anomaly_monitors: tuple[str, ...] = ()
    """Names of the watches for unusual cost."""
    tag_status: str
    """Whether the environment tag is active for cost allocation; the budget sees nothing until it is."""


def budget_fact(cloud: Cloud, environment: str) -> BudgetFact | None:
    """Ask for the environment's budget, its alerts and its watches."""
    account = cloud.account_id
    budgets = cloud.items("budgets", "describe_budgets", "Budgets", AccountId=account)
    budget = next((each for each in budgets if is_of(each, environment)), None)
    if budget is None:
        return None
    asked = {"AccountId": account, "BudgetName": budget["BudgetName"]}
    alerts = list(cloud.items("budgets", "describe_notifications_for_budget", "Notifications", **asked))
    listing = "describe_subscribers_for_notification"
    subscribers = [list(cloud.items("budgets", listing, "Subscribers", Notification=each, **asked)) for each in alerts]
    tags = cloud.client("ce").list_cost_allocation_tags(TagKeys=[TAG_KEY]).get("CostAllocationTags") or []
    monitors = list(cloud.items("ce", "get_anomaly_monitors", "AnomalyMonitors"))
    return shape(budget, list(zip(alerts, subscribers, strict=True)), tags, monitors, environment)


def shape(
    budget: Mapping[str, Any],
    alerts: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]],
    tags: Sequence[Mapping[str, Any]],
    monitors: Sequence[Mapping[str, Any]],
    environment: str,
) -> BudgetFact:
    """Put AWS's answers together."""
    spend = budget.get("CalculatedSpend") or {}
    return BudgetFact(
        name=budget["BudgetName"],
        limit_usd=float(budget["BudgetLimit"]["Amount"]),
        actual_usd=amount(spend.get("ActualSpend")),
        forecast_usd=amount(spend.get("ForecastedSpend")),
        thresholds=tuple(sorted((threshold(*each) for each in alerts), key=lambda each: (each.kind, each.percent))),
        anomaly_monitors=tuple(sorted(each["MonitorName"] for each in monitors if watches(each, environment))),
        tag_status=next((tag["Status"].lower() for tag in tags), "unknown"),
    )


def is_of(budget: Mapping[str, Any], environment: str) -> bool:
    """Tell whether *budget* counts the cost of *environment*: by its filter on the environment tag."""
    simple = (budget.get("CostFilters") or {}).get("TagKeyValue") or []
    tags = (budget.get("FilterExpression") or {}).get("Tags") or {}
    by_expression = tags.get("Key") in (TAG_KEY, f"user:{TAG_KEY}") and environment in (tags.get("Values") or [])
    return f"user:{TAG_KEY}${environment}" in simple or by_expression


def watches(monitor: Mapping[str, Any], environment: str) -> bool:
    """Tell whether an anomaly *monitor* watches the cost of *environment*."""
    tags = (monitor.get("MonitorSpecification") or {}).get("Tags") or {}
    return tags.get("Key") == TAG_KEY and environment in (tags.get("Values") or [])


def threshold(alert: Mapping[str, Any], subscribers: Sequence[Mapping[str, Any]]) -> ThresholdFact:
    """Return one alert as a fact."""
    return ThresholdFact(
        percent=float(alert["Threshold"]),
        kind=alert["NotificationType"],
        subscribers=tuple(sorted(each["Address"] for each in subscribers)),
    )


def amount(spend: Mapping[str, Any] | None) -> float | None:
    """Return an amount of money, none when AWS has none yet."""
    return float(spend["Amount"]) if spend and spend.get("Amount") is not None else None
