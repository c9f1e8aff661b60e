"""Rows of Application Auto Scaling."""

from modelhost.provider.table import Row
from modelhost.sandbox.aws.rows.appautoscaling import policy, scheduled_action, target

ROWS: tuple[Row, ...] = (*target.ROWS, *policy.ROWS, *scheduled_action.ROWS)
