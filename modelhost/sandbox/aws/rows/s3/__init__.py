"""Rows of S3."""

from modelhost.provider.table import Row
from modelhost.sandbox.aws.rows.s3 import access, bucket, lifecycle, logging, object, protection

ROWS: tuple[Row, ...] = (
    *bucket.ROWS,
    *protection.ROWS,
    *access.ROWS,
    *lifecycle.ROWS,
    *logging.ROWS,
    *object.ROWS,
)
