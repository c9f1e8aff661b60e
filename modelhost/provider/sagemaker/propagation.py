"""Wait out IAM: a role made a moment ago is not yet known everywhere."""

import re
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import error_text
from modelhost.provider.sagemaker.wait import intervals_seconds

BOUND_SECONDS = 120.0
UNKNOWN_ROLE = re.compile(r"assume.{0,20}role|trust relationship|role.{0,40}(invalid|exists)", re.IGNORECASE)


def despite_propagation(context: Context, call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Make the call, and again for two minutes while SageMaker cannot assume the role it was given."""
    waited = 0.0
    for pause in intervals_seconds():
        try:
            return call()
        except ClientError as error:
            if waited >= BOUND_SECONDS or not UNKNOWN_ROLE.search(error_text(error)) or context.cancelled.wait(pause):
                raise
            waited += pause
    raise AssertionError("the intervals never end")
