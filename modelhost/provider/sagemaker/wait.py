"""Wait for an endpoint to settle: bounded, at a growing interval, forgiving of a question that failed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from modelhost.provider.context import DEFAULT_TIMEOUT_SECONDS, Context
from modelhost.provider.sagemaker.failure import EndpointError, describe, error_code, is_denied
from modelhost.provider.sagemaker.live import Live, describe_endpoint

ENDPOINT_BOUND_SECONDS = 3600.0
"""How long an endpoint may take when the program sets no customTimeouts: large models need most of an hour."""
FIRST_INTERVAL_SECONDS = 0.2
LONGEST_INTERVAL_SECONDS = 15.0
GROWTH = 1.5
PROGRESS_SECONDS = 30.0
CONFLICT_BOUND_SECONDS = 60.0
CONFLICTS = frozenset({"ConcurrentUpdateException", "ConcurrentModificationException", "TooManyUpdates"})


class WaitTimeoutError(EndpointError):
    """The bound was reached before the endpoint settled."""


class CancelledError(EndpointError):
    """The user stopped the run while it waited."""


@dataclass(frozen=True)
class Patience:
    """How a wait passes time; a test replaces it."""

    bound_seconds: float
    sleep: Callable[[float], bool]
    """Let time pass; true when the run was cancelled meanwhile."""
    now_seconds: Callable[[], float] = time.monotonic


def patience(context: Context) -> Patience:
    """The resource's custom timeout as the bound, else an hour; the engine's cancel ends a pause early."""
    custom = context.timeout_seconds != DEFAULT_TIMEOUT_SECONDS
    return Patience(context.timeout_seconds if custom else ENDPOINT_BOUND_SECONDS, context.cancelled.wait)


def intervals_seconds() -> Iterator[float]:
    """Pauses between questions, growing from 0.2 s to 15 s."""
    pause = FIRST_INTERVAL_SECONDS
    while True:
        yield pause
        pause = min(pause * GROWTH, LONGEST_INTERVAL_SECONDS)


def wait_until(
    context: Context, name: str, done: Callable[[Live | None], bool], pace: Patience | None = None
) -> Live | None:
    """Ask for the endpoint until the answer will do; a question that fails for a passing reason is asked again."""
    pace = pace or patience(context)
    start = reported = pace.now_seconds()
    for pause in intervals_seconds():
        answered, live, word = _ask(context, name)
        if answered and done(live):
            return live
        passed = pace.now_seconds() - start
        if passed >= pace.bound_seconds:
            raise WaitTimeoutError(
                f"endpoint {name} is still {word} after {passed:.0f} s; run `pulumi up` again to go on, "
                f"or give the endpoint longer customTimeouts"
            )
        if start + passed - reported >= PROGRESS_SECONDS:
            reported = start + passed
            context.log("info", f"endpoint {name} is {word} since {passed:.0f} s")
        if pace.sleep(min(pause, max(0.0, pace.bound_seconds - passed))):
            raise CancelledError(f"stopped while endpoint {name} is {word}; `pulumi up` continues from here")
    raise AssertionError("the intervals never end")


def settle(context: Context, name: str) -> Live | None:
    """Wait until nothing about the endpoint moves; None when there is no such endpoint."""
    return wait_until(context, name, lambda live: live is None or live.settled)


def settle_existing(context: Context, name: str) -> Live:
    """Wait until the endpoint settles; it must exist."""
    live = settle(context, name)
    if live is None:
        raise EndpointError(f"endpoint {name} is gone; run `pulumi refresh`, then `pulumi up` creates it again")
    return live


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


def _ask(context: Context, name: str) -> tuple[bool, Live | None, str]:
    """Whether there was an answer, the endpoint, and a word for its state."""
    try:
        live = describe_endpoint(context.client("sagemaker"), name)
    except (ClientError, BotoCoreError) as error:
        if isinstance(error, ClientError) and is_denied(error):
            raise
        return False, None, f"unknown ({describe(error)})"
    return True, live, live.status if live else "gone"
