"""Rows of Budgets."""

from modelhost.provider.table import Row
from modelhost.sandbox.aws.rows.budgets import budget

ROWS: tuple[Row, ...] = budget.ROWS
