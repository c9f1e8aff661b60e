"""Rows of CloudWatch but for log groups: alarms and dashboards."""

from modelhost.provider.table import Row
from modelhost.sandbox.aws.rows.cloudwatch import composite_alarm, dashboard, metric_alarm

ROWS: tuple[Row, ...] = (*metric_alarm.ROWS, *composite_alarm.ROWS, *dashboard.ROWS)
