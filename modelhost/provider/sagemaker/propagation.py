"""Wait out IAM: a role or policy made a moment ago is not yet known everywhere."""

import re
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import error_text
from modelhost.provider.sagemaker.waiting import intervals_seconds

BOUND_SECONDS = 60.0
NOT_YET_ALLOWED = re.compile(r"assume.{0,20}role|trust relationship|role.{0,40}(invalid|exists)", re.IGNORECASE)
"""SageMaker also names the trust relationship when it is the role's permission on S3 that is still on its way."""


def despite_propagation(context: Context, call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Make the call, and again for a minute while SageMaker cannot use the role it was given."""
    waited_seconds = 0.0
    for pause in intervals_seconds():
        try:
            return call()
        except ClientError as error:
            if waited_seconds >= BOUND_SECONDS or not NOT_YET_ALLOWED.search(error_text(error)):
                raise
            if waited_seconds == 0.0:
                context.log("info", f"waiting up to {BOUND_SECONDS:.0f} s for IAM: {error_text(error)}")
            if context.cancelled.wait(pause):
                raise
            waited_seconds += pause
    raise AssertionError("the intervals never end")
