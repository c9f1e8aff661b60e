"""Which operations of AWS Budgets are answered here, and by what."""

from __future__ import annotations

from modelhost.sandbox.cloud.budgets import budget, notification, tag
from modelhost.sandbox.cloud.handler import HandlerTable

SERVICE = "budgets"
ANSWERS: HandlerTable = {
    (SERVICE, "CreateBudget"): budget.create,
    (SERVICE, "UpdateBudget"): budget.update,
    (SERVICE, "DescribeBudget"): budget.describe,
    (SERVICE, "DescribeBudgets"): budget.describe_all,
    (SERVICE, "DeleteBudget"): budget.delete,
    (SERVICE, "CreateNotification"): notification.create,
    (SERVICE, "UpdateNotification"): notification.update,
    (SERVICE, "DeleteNotification"): notification.delete,
    (SERVICE, "DescribeNotificationsForBudget"): notification.describe,
    (SERVICE, "CreateSubscriber"): notification.create_subscriber,
    (SERVICE, "UpdateSubscriber"): notification.update_subscriber,
    (SERVICE, "DeleteSubscriber"): notification.delete_subscriber,
    (SERVICE, "DescribeSubscribersForNotification"): notification.describe_subscribers,
    (SERVICE, "TagResource"): tag.TAGGING.add,
    (SERVICE, "UntagResource"): tag.TAGGING.remove,
    (SERVICE, "ListTagsForResource"): tag.TAGGING.list_tags,
}
