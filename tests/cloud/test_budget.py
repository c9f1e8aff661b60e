"""Budgets, anomaly monitors and cost allocation tags: what watches the bill."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, unique

ACCOUNT = {"AccountId": "123456789012"}
NOTIFICATION = {
    "NotificationType": "FORECASTED",
    "ComparisonOperator": "GREATER_THAN",
    "Threshold": 100.0,
    "ThresholdType": "PERCENTAGE",
}
EMAIL = {"SubscriptionType": "EMAIL", "Address": "a@example.com"}


def budget(name: str, amount: str = "4000", **fields: Any) -> dict[str, Any]:
    """Word a monthly cost budget filtered by a tag."""
    filters = {} if "FilterExpression" in fields else {"CostFilters": {"TagKeyValue": ["user:environment$dev"]}}
    limit = {"BudgetLimit": {"Amount": amount, "Unit": "USD"}}
    return {"BudgetName": name, "TimeUnit": "MONTHLY", "BudgetType": "COST", **limit, **filters, **fields}


def create(cloud: Sandbox, **fields: Any) -> str:
    """Create a budget with one notification."""
    name = unique("budget")
    subscribed = {"Notification": NOTIFICATION, "Subscribers": [EMAIL]}
    cloud.client("budgets").create_budget(
        **ACCOUNT,
        Budget=budget(name, **fields),
        NotificationsWithSubscribers=[subscribed],
        ResourceTags=[{"Key": "owner", "Value": "a"}],
    )
    return name


def test_a_budget_keeps_its_filter(cloud: Sandbox) -> None:
    """The cost filter by tag comes back."""
    shown = cloud.client("budgets").describe_budget(**ACCOUNT, BudgetName=create(cloud))["Budget"]
    assert shown["CostFilters"] == {"TagKeyValue": ["user:environment$dev"]}
    assert shown["BudgetLimit"] == {"Amount": "4000", "Unit": "USD"}


def test_an_expression_is_shown_when_asked_for(cloud: Sandbox) -> None:
    """FilterExpression is described only with ShowFilterExpression."""
    expression = {"Tags": {"Key": "environment", "Values": ["dev"]}}
    name = create(cloud, FilterExpression=expression, Metrics=["UnblendedCost"])
    budgets = cloud.client("budgets")
    assert "FilterExpression" not in budgets.describe_budget(**ACCOUNT, BudgetName=name)["Budget"]
    shown = budgets.describe_budget(**ACCOUNT, BudgetName=name, ShowFilterExpression=True)["Budget"]
    assert shown["FilterExpression"] == expression


def test_an_update_replaces_a_budget_and_keeps_its_notifications(cloud: Sandbox) -> None:
    """UpdateBudget changes the limit and nothing that hangs on the budget."""
    name = create(cloud)
    budgets = cloud.client("budgets")
    budgets.update_budget(**ACCOUNT, NewBudget=budget(name, "500"))
    assert budgets.describe_budget(**ACCOUNT, BudgetName=name)["Budget"]["BudgetLimit"]["Amount"] == "500"
    (shown,) = budgets.describe_notifications_for_budget(**ACCOUNT, BudgetName=name)["Notifications"]
    assert {field: shown[field] for field in NOTIFICATION} == NOTIFICATION


def test_the_subscribers_of_a_notification(cloud: Sandbox) -> None:
    """Subscribers are listed, added and removed; the last one takes the notification with it."""
    where = {**ACCOUNT, "BudgetName": create(cloud), "Notification": NOTIFICATION}
    topic = {"SubscriptionType": "SNS", "Address": "arn:aws:sns:us-west-2:123456789012:cost"}
    budgets = cloud.client("budgets")
    budgets.create_subscriber(**where, Subscriber=topic)
    assert budgets.describe_subscribers_for_notification(**where)["Subscribers"] == [EMAIL, topic]
    budgets.delete_subscriber(**where, Subscriber=EMAIL)
    budgets.delete_subscriber(**where, Subscriber=topic)
    name = where["BudgetName"]
    assert budgets.describe_notifications_for_budget(**ACCOUNT, BudgetName=name)["Notifications"] == []


def test_a_budget_is_not_created_twice(cloud: Sandbox) -> None:
    """The name of a budget is taken while it exists."""
    name = create(cloud)
    with pytest.raises(ClientError, match="DuplicateRecordException"):
        cloud.client("budgets").create_budget(**ACCOUNT, Budget=budget(name))


def test_the_tags_of_a_budget(cloud: Sandbox) -> None:
    """Tags given at creation are listed by the budget's ARN."""
    arn = f"arn:aws:budgets::123456789012:budget/{create(cloud)}"
    shown = cloud.client("budgets").list_tags_for_resource(ResourceARN=arn)["ResourceTags"]
    assert shown == [{"Key": "owner", "Value": "a"}]


def test_a_monitor_is_kept_with_its_specification(cloud: Sandbox) -> None:
    """A custom monitor on a tag comes back, and its name can change."""
    costs = cloud.client("ce")
    specification = {"Tags": {"Key": "environment", "Values": [unique("dev")]}}
    arn = monitor(cloud, MonitorType="CUSTOM", MonitorSpecification=specification)
    costs.update_anomaly_monitor(MonitorArn=arn, MonitorName="renamed")
    (shown,) = costs.get_anomaly_monitors(MonitorArnList=[arn])["AnomalyMonitors"]
    assert (shown["MonitorName"], shown["MonitorSpecification"]) == ("renamed", specification)


def test_a_second_monitor_of_services_is_refused(cloud: Sandbox) -> None:
    """One account takes one service-dimension monitor; no client asks again, as it would for a limit of calls."""
    arn = monitor(cloud, MonitorType="DIMENSIONAL", MonitorDimension="SERVICE")
    with pytest.raises(ClientError, match=r"ValidationException.*Limit exceeded on dimensional spend monitor"):
        monitor(cloud, MonitorType="DIMENSIONAL", MonitorDimension="SERVICE")
    cloud.client("ce").delete_anomaly_monitor(MonitorArn=arn)


def test_a_subscription_needs_its_monitor(cloud: Sandbox) -> None:
    """A subscription to a missing monitor is refused."""
    with pytest.raises(ClientError, match="UnknownMonitorException"):
        subscribe(cloud, "arn:aws:ce::123456789012:anomalymonitor/absent")


def test_immediate_subscriptions_go_to_topics(cloud: Sandbox) -> None:
    """E-mail addresses take daily or weekly summaries only."""
    specification = {"Tags": {"Key": "environment", "Values": [unique("dev")]}}
    arn = monitor(cloud, MonitorType="CUSTOM", MonitorSpecification=specification)
    with pytest.raises(ClientError, match="supports subscribers of type SNS"):
        subscribe(cloud, arn, Frequency="IMMEDIATE")
    subscription = subscribe(cloud, arn)
    (shown,) = cloud.client("ce").get_anomaly_subscriptions(SubscriptionArnList=[subscription])["AnomalySubscriptions"]
    assert (shown["MonitorArnList"], shown["Frequency"]) == ([arn], "DAILY")


def test_a_cost_allocation_tag_is_activated(cloud: Sandbox) -> None:
    """An activated key is listed as active."""
    key = unique("environment")
    costs = cloud.client("ce")
    costs.update_cost_allocation_tags_status(CostAllocationTagsStatus=[{"TagKey": key, "Status": "Active"}])
    (shown,) = costs.list_cost_allocation_tags(TagKeys=[key])["CostAllocationTags"]
    assert (shown["Status"], shown["Type"]) == ("Active", "UserDefined")


def monitor(cloud: Sandbox, **fields: Any) -> str:
    """Create an anomaly monitor."""
    answer = cloud.client("ce").create_anomaly_monitor(AnomalyMonitor={"MonitorName": unique("monitor"), **fields})
    return str(answer["MonitorArn"])


def subscribe(cloud: Sandbox, arn: str, **fields: Any) -> str:
    """Subscribe to a monitor."""
    impact = {"Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE", "Values": ["400"], "MatchOptions": ["GREATER_THAN_OR_EQUAL"]}
    wanted = {
        "SubscriptionName": unique("subscription"),
        "MonitorArnList": [arn],
        "Subscribers": [{"Type": "EMAIL", "Address": "a@example.com"}],
        "ThresholdExpression": {"Dimensions": impact},
        "Frequency": "DAILY",
        **fields,
    }
    return str(cloud.client("ce").create_anomaly_subscription(AnomalySubscription=wanted)["SubscriptionArn"])
