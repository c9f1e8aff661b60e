"""Forget what was written about an endpoint in SSM: nothing of it may haunt the next endpoint of that name."""

from collections.abc import Callable

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import describe, is_denied
from modelhost.provider.sagemaker.parameter import asleep, live_record


def forget_machine(context: Context, endpoint: str) -> None:
    """Forget what a state machine kept of the endpoint: its lock, the scaling it took away, and the sleep."""
    _tolerantly(context, lambda: asleep.forget(context, endpoint))


def forget_history(context: Context, endpoint: str) -> None:
    """Forget what was live when."""
    _tolerantly(context, lambda: live_record.forget(context, endpoint))


def _tolerantly(context: Context, forget: Callable[[], None]) -> None:
    """A parameter that may not be deleted keeps nobody from going; it is said."""
    try:
        forget()
    except ClientError as error:
        if not is_denied(error):
            raise
        context.log("warning", f"a parameter below /modelhost stays in SSM: {describe(error)}")
