"""Rows of CloudWatch but for log groups: alarms and dashboards."""

from modelhost.provider.table import Row
from modelhost.sandbox.aws.rows.cloudwatch import composite_alarm, dashboard, event_rule, event_target, metric_alarm

ROWS: tuple[Row, ...] = (
    *metric_alarm.ROWS,
    *composite_alarm.ROWS,
    *dashboard.ROWS,
    *event_rule.ROWS,
    *event_target.ROWS,
)
