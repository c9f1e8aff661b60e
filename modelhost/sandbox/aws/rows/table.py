"""All rows of the sandbox's aws provider."""

from __future__ import annotations

from modelhost.provider.table import Row, TableResource
from modelhost.sandbox.aws.rows import (
    alarm,
    anomaly,
    bucket,
    budget,
    iam,
    kms,
    log,
    object,
    route,
    scaling,
    security_group,
    topic,
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
    alarm,
    bucket,
    object,
    topic,
    scaling,
    budget,
    anomaly,
)
ROWS: tuple[Row, ...] = tuple(row for file in FILES for row in file.ROWS)


def resources() -> list[TableResource]:
    """Return the resource types that the provider serves."""
    return [TableResource(row) for row in ROWS]
