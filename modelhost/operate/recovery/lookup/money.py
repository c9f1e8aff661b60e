"""Finding budgets and the watches for unusual cost."""

from __future__ import annotations

from modelhost.operate.cloud import found
from modelhost.operate.recovery.lookup.query import Lookup, Query, deduced


def budget(query: Query) -> list[str]:
    """Find a budget by name."""
    account = query["accountId"] or query.cloud.account_id
    answer = found(query.cloud.client("budgets").describe_budget, AccountId=account, BudgetName=query["name"])
    return [f"{account}:{query['name']}"] if answer else []


def monitor(query: Query) -> list[str]:
    """Find anomaly monitors by name."""
    monitors = query.cloud.items("ce", "get_anomaly_monitors", "AnomalyMonitors")
    return [each["MonitorArn"] for each in monitors if each["MonitorName"] == query["name"]]


def subscription(query: Query) -> list[str]:
    """Find anomaly subscriptions by name."""
    subscriptions = query.cloud.items("ce", "get_anomaly_subscriptions", "AnomalySubscriptions")
    return [each["SubscriptionArn"] for each in subscriptions if each["SubscriptionName"] == query["name"]]


MONEY = {
    "aws:budgets/budget:Budget": Lookup(budget),
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": Lookup(monitor),
    "aws:costexplorer/anomalySubscription:AnomalySubscription": Lookup(subscription),
    "aws:costexplorer/costAllocationTag:CostAllocationTag": deduced(lambda query: query["tagKey"]),
}
