"""Rows of EventBridge Scheduler."""

from modelhost.provider.table import Row
from modelhost.sandbox.aws.rows.scheduler import group, schedule

ROWS: tuple[Row, ...] = (*group.ROWS, *schedule.ROWS)
