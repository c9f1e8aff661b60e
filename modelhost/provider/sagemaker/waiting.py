"""Wait for something in SageMaker: bounded, at a growing interval, forgiving of a question that failed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from modelhost.provider.context import DEFAULT_TIMEOUT_SECONDS, Context
from modelhost.provider.sagemaker.failure import EndpointError, describe, is_busy, is_denied

BOUND_SECONDS = 3600.0
"""How long a wait may last when the program sets no customTimeouts: large models need most of an hour."""
FIRST_INTERVAL_SECONDS = 0.2
LONGEST_INTERVAL_SECONDS = 15.0
GROWTH = 1.5
PROGRESS_SECONDS = 30.0


class WaitTimeoutError(EndpointError):
    """The bound was reached before the wait was over."""


class CancelledError(EndpointError):
    """The user stopped the run while it waited."""


class Seen(Protocol):
    """What a description says."""

    @property
    def status(self) -> str:
        """SageMaker's word for its state."""

    @property
    def settled(self) -> bool:
        """Whether nothing is moving."""


Found = TypeVar("Found", bound=Seen)


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
    return Patience(context.timeout_seconds if custom else BOUND_SECONDS, context.cancelled.wait)


def intervals_seconds() -> Iterator[float]:
    """Pauses between questions, growing from 0.2 s to 15 s."""
    pause = FIRST_INTERVAL_SECONDS
    while True:
        yield pause
        pause = min(pause * GROWTH, LONGEST_INTERVAL_SECONDS)


@dataclass(frozen=True)
class Watched(Generic[Found]):
    """A kind of thing that is waited for."""

    noun: str
    """What it is called, as the user knows it."""
    look: Callable[[Any, str], Found | None]
    """Describe the thing of a name by SageMaker's client; None when there is none."""

    def wait_until(
        self, context: Context, name: str, done: Callable[[Found | None], bool], pace: Patience | None = None
    ) -> Found | None:
        """Ask for it until the answer will do; a question that fails for a passing reason is asked again."""
        pace = pace or patience(context)
        start = reported = pace.now_seconds()
        for pause in intervals_seconds():
            answered, live, word = self._ask(context, name)
            if answered and done(live):
                return live
            passed = pace.now_seconds() - start
            if passed >= pace.bound_seconds:
                raise WaitTimeoutError(
                    f"{self.noun} {name} is still {word} after {passed:.0f} s; run `pulumi up` again to go on, "
                    f"or give the {self.noun} longer customTimeouts"
                )
            if start + passed - reported >= PROGRESS_SECONDS:
                reported = start + passed
                context.log("info", f"{self.noun} {name} is {word} since {passed:.0f} s")
            if pace.sleep(min(pause, max(0.0, pace.bound_seconds - passed))):
                raise CancelledError(f"stopped while {self.noun} {name} is {word}; `pulumi up` continues from here")
        raise AssertionError("the intervals never end")

    def settle(self, context: Context, name: str) -> Found | None:
        """Wait until nothing about it moves; None when there is no such thing."""
        return self.wait_until(context, name, lambda live: live is None or live.settled)

    def settle_existing(self, context: Context, name: str) -> Found:
        """Wait until it settles; it must exist."""
        live = self.settle(context, name)
        if live is None:
            raise EndpointError(f"{self.noun} {name} is gone; run `pulumi refresh`, then `pulumi up` creates it again")
        return live

    def despite_motion(
        self, context: Context, name: str, call: Callable[[], object], pace: Patience | None = None
    ) -> None:
        """Make a call again while SageMaker refuses it because the thing is being changed by somebody else."""
        pace = pace or patience(context)
        start = pace.now_seconds()
        for pause in intervals_seconds():
            try:
                call()
                return
            except ClientError as error:
                if not is_busy(error) or pace.now_seconds() - start >= pace.bound_seconds:
                    raise
                context.log("debug", f"{self.noun} {name} is busy: {describe(error)}")
                if pace.sleep(pause):
                    raise CancelledError(f"stopped while {self.noun} {name} is busy") from error
        raise AssertionError("the intervals never end")

    def _ask(self, context: Context, name: str) -> tuple[bool, Found | None, str]:
        """Whether there was an answer, the thing, and a word for its state."""
        try:
            live = self.look(context.client("sagemaker"), name)
        except (ClientError, BotoCoreError) as error:
            if isinstance(error, ClientError) and is_denied(error):
                raise
            return False, None, f"unknown ({describe(error)})"
        return True, live, live.status if live else "gone"
