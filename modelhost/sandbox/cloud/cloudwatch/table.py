"""Which operations of CloudWatch are answered here, and by what; metrics and dashboards stay with moto."""

from __future__ import annotations

from modelhost.sandbox.cloud.cloudwatch import alarm, alarm_state, dashboard, history, listing, tag
from modelhost.sandbox.cloud.handler import HandlerTable

SERVICE = "cloudwatch"
ANSWERS: HandlerTable = {
    (SERVICE, "PutMetricAlarm"): alarm.put_metric,
    (SERVICE, "PutCompositeAlarm"): alarm.put_composite,
    (SERVICE, "DeleteAlarms"): alarm.delete,
    (SERVICE, "EnableAlarmActions"): alarm.enable,
    (SERVICE, "DisableAlarmActions"): alarm.disable,
    (SERVICE, "DescribeAlarms"): listing.describe,
    (SERVICE, "DescribeAlarmsForMetric"): listing.describe_for_metric,
    (SERVICE, "DescribeAlarmHistory"): history.describe,
    (SERVICE, "SetAlarmState"): alarm_state.set_state,
    (SERVICE, "TagResource"): tag.TAGGING.add,
    (SERVICE, "UntagResource"): tag.TAGGING.remove,
    (SERVICE, "ListTagsForResource"): tag.TAGGING.list_tags,
}
GUARDS: HandlerTable = {(SERVICE, "PutDashboard"): dashboard.put}
