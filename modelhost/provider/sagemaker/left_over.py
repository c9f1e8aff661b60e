"""Which endpoints an earlier run left in the middle of an update: asked once per run."""

import threading

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import scaling_record
from modelhost.provider.sagemaker.failure import describe, is_denied


class LeftOver:
    """The endpoints with a record of an update that did not end, as they were at the first question."""

    def __init__(self) -> None:
        self._endpoints: frozenset[str] | None = None
        self._lock = threading.Lock()

    def has(self, context: Context, endpoint: str) -> bool:
        """Whether this endpoint has such a record."""
        with self._lock:
            if self._endpoints is None:
                self._endpoints = _asked(context)
            return endpoint in self._endpoints


def _asked(context: Context) -> frozenset[str]:
    try:
        return scaling_record.left_over(context.client("ssm"))
    except ClientError as error:
        if not is_denied(error):
            raise
        context.log("warning", f"updates left unfinished by a killed run cannot be seen: {describe(error)}")
        return frozenset()
