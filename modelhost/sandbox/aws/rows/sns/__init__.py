"""Rows of SNS."""

from modelhost.provider.table import Row
from modelhost.sandbox.aws.rows.sns import policy, subscription, topic

ROWS: tuple[Row, ...] = (*topic.ROWS, *policy.ROWS, *subscription.ROWS)
