"""Wait for an inference component: bounded, at a growing interval, forgiving of a question that failed."""

from collections.abc import Callable
from dataclasses import replace

from botocore.exceptions import BotoCoreError, ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.component.failure import is_busy
from modelhost.provider.sagemaker.component.live import Live, describe_component
from modelhost.provider.sagemaker.failure import EndpointError, describe, is_denied
from modelhost.provider.sagemaker.wait import (
    PROGRESS_SECONDS,
    CancelledError,
    Patience,
    WaitTimeoutError,
    intervals_seconds,
    patience,
)

BUSY_BOUND_SECONDS = 1200.0
"""How long a call is repeated while SageMaker refuses it because the component moves."""


def wait_until(context: Context, name: str, done: Callable[[Live | None], bool], pace: Patience) -> Live | None:
    """Ask for the component until the answer will do; a question that fails for a passing reason is asked again."""
    start = reported = pace.now_seconds()
    for pause in intervals_seconds():
        answered, live, word = _ask(context, name)
        if answered and done(live):
            return live
        passed = pace.now_seconds() - start
        if passed >= pace.bound_seconds:
            raise WaitTimeoutError(
                f"inference component {name} is still {word} after {passed:.0f} s; run `pulumi up` again to go on, "
                f"or give the component longer customTimeouts"
            )
        if start + passed - reported >= PROGRESS_SECONDS:
            reported = start + passed
            context.log("info", f"inference component {name} is {word} since {passed:.0f} s")
        if pace.sleep(min(pause, max(0.0, pace.bound_seconds - passed))):
            raise CancelledError(f"stopped while inference component {name} is {word}; `pulumi up` goes on from here")
    raise AssertionError("the intervals never end")


def settle(context: Context, name: str) -> Live | None:
    """Wait until nothing about the component moves; None when there is no such component."""
    return wait_until(context, name, lambda live: live is None or live.settled, patience(context))


def settle_existing(context: Context, name: str) -> Live:
    """Wait until the component settles; it must exist."""
    live = settle(context, name)
    if live is None:
        raise EndpointError(
            f"inference component {name} is gone; run `pulumi refresh`, then `pulumi up` creates it again"
        )
    return live


def despite_motion(context: Context, name: str, call: Callable[[], object], pace: Patience | None = None) -> None:
    """Make a call again while SageMaker refuses it because the component, or its copies, are being changed."""
    pace = pace or replace(patience(context), bound_seconds=BUSY_BOUND_SECONDS)
    start = pace.now_seconds()
    for pause in intervals_seconds():
        try:
            call()
            return
        except ClientError as error:
            passed = pace.now_seconds() - start
            if not is_busy(error) or passed >= pace.bound_seconds:
                raise
            context.log("debug", f"inference component {name} is busy: {describe(error)}")
            if pace.sleep(pause):
                raise CancelledError(f"stopped while inference component {name} is busy") from error
    raise AssertionError("the intervals never end")


def _ask(context: Context, name: str) -> tuple[bool, Live | None, str]:
    """Whether there was an answer, the component, and a word for its state."""
    try:
        live = describe_component(context.client("sagemaker"), name)
    except (ClientError, BotoCoreError) as error:
        if isinstance(error, ClientError) and is_denied(error):
            raise
        return False, None, f"unknown ({describe(error)})"
    return True, live, live.status if live else "gone"
