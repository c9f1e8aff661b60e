"""All rows of the sandbox's aws provider."""

from __future__ import annotations

from modelhost.provider.table import Row, TableResource
from modelhost.sandbox.aws.rows import (
    appautoscaling,
    budgets,
    cloudwatch,
    costexplorer,
    iam,
    kms,
    log,
    route,
    s3,
    scheduler,
    security_group,
    sns,
    state_machine,
    vpc,
    vpc_endpoint,
)

FILES = (
    vpc,
    route,
    security_group,
    vpc_endpoint,
    iam,
    kms,
    log,
    cloudwatch,
    s3,
    sns,
    appautoscaling,
    budgets,
    costexplorer,
    state_machine,
    scheduler,
)
ROWS: tuple[Row, ...] = tuple(row for file in FILES for row in file.ROWS)


def resources() -> list[TableResource]:
    """Return the resource types that the provider serves."""
    return [TableResource(row) for row in ROWS]
