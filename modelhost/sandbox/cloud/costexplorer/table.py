"""The rows and handlers of Cost Explorer."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.costexplorer import allocation_tag, check, tag
from modelhost.sandbox.cloud.handler import HandlerTable
from modelhost.sandbox.cloud.ledger import Row
from modelhost.sandbox.cloud.record import timestamp

SERVICE = "ce"


def _monitor_stamps(cloud: Cloud) -> dict[str, Any]:
    today = timestamp(cloud.now()).date().isoformat()
    return {"CreationDate": today, "LastUpdatedDate": today, "LastEvaluatedDate": today}


MONITOR = Row(
    service=SERVICE,
    kind="anomaly-monitor",
    payload="AnomalyMonitor",
    name_field="MonitorName",
    arn_field="MonitorArn",
    arn="anomalymonitor",
    create="CreateAnomalyMonitor",
    get="GetAnomalyMonitors",
    get_filter="MonitorArnList",
    get_field="AnomalyMonitors",
    update="UpdateAnomalyMonitor",
    delete="DeleteAnomalyMonitor",
    missing="UnknownMonitorException",
    stamps=_monitor_stamps,
)
SUBSCRIPTION = Row(
    service=SERVICE,
    kind="anomaly-subscription",
    payload="AnomalySubscription",
    name_field="SubscriptionName",
    arn_field="SubscriptionArn",
    arn="anomalysubscription",
    create="CreateAnomalySubscription",
    get="GetAnomalySubscriptions",
    get_filter="SubscriptionArnList",
    get_field="AnomalySubscriptions",
    update="UpdateAnomalySubscription",
    delete="DeleteAnomalySubscription",
    missing="UnknownSubscriptionException",
    stamps=lambda cloud: {"AccountId": ACCOUNT_ID},
)
ROWS = (MONITOR, SUBSCRIPTION)
GUARDS: HandlerTable = {
    (SERVICE, "CreateAnomalyMonitor"): check.monitor,
    (SERVICE, "CreateAnomalySubscription"): check.subscription,
}
ANSWERS: HandlerTable = {
    (SERVICE, "ListCostAllocationTags"): allocation_tag.list_tags,
    (SERVICE, "UpdateCostAllocationTagsStatus"): allocation_tag.update,
    (SERVICE, "TagResource"): tag.TAGGING.add,
    (SERVICE, "UntagResource"): tag.TAGGING.remove,
    (SERVICE, "ListTagsForResource"): tag.TAGGING.list_tags,
}
