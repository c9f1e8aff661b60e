"""Wait for an endpoint, and for a change that somebody else makes of its scaling."""

import time
from collections.abc import Callable

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import CONFLICTS, error_code
from modelhost.provider.sagemaker.live import describe_endpoint
from modelhost.provider.sagemaker.waiting import Watched, intervals_seconds

CONFLICT_BOUND_SECONDS = 60.0

ENDPOINT = Watched("endpoint", describe_endpoint)
wait_until, settle, settle_existing = ENDPOINT.wait_until, ENDPOINT.settle, ENDPOINT.settle_existing
despite_motion = ENDPOINT.despite_motion


def retry_conflict(context: Context, call: Callable[[], object]) -> None:
    """Make a call again while AWS says that another change of the same thing is under way."""
    deadline = time.monotonic() + CONFLICT_BOUND_SECONDS
    for pause in intervals_seconds():
        try:
            call()
            return
        except ClientError as error:
            if error_code(error) not in CONFLICTS or time.monotonic() >= deadline or context.cancelled.wait(pause):
                raise
