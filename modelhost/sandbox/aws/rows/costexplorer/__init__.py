"""Rows of Cost Explorer."""

from modelhost.provider.table import Row
from modelhost.sandbox.aws.rows.costexplorer import allocation_tag, anomaly

ROWS: tuple[Row, ...] = (*anomaly.ROWS, *allocation_tag.ROWS)
