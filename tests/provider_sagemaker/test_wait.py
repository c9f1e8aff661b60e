"""Waiting: bounded, at a growing interval, and ended by the user."""

import threading
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.wait import wait_until
from modelhost.provider.sagemaker.waiting import CancelledError, Patience, WaitTimeoutError, intervals_seconds, patience


class FakeTime:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> bool:
        """Let time pass; nobody cancels."""
        self.now += seconds
        return False


class SlowEndpoint(Cloud):
    """An endpoint that is Creating for ever, or for some questions."""

    def __init__(self, questions: int | None = None) -> None:
        super().__init__("us-west-2")
        self._statuses: Iterator[str] = iter(["Creating"] * questions + ["InService"]) if questions else iter(())
        self.asked = 0

    def client(self, service: str, region: str | None = None) -> Any:
        """Stand for the SageMaker client."""
        return self

    def describe_endpoint(self, **_: Any) -> dict[str, Any]:
        """Answer as SageMaker does."""
        self.asked += 1
        return {"EndpointName": "e", "EndpointArn": "arn", "EndpointStatus": next(self._statuses, "Creating")}


def settled(live: Live | None) -> bool:
    """What is waited for."""
    return live is not None and live.settled


def test_intervals_grow_to_fifteen_seconds() -> None:
    """A short wait is noticed soon, a long one asks seldom."""
    pauses = list(islice(intervals_seconds(), 14))
    assert (pauses[0] <= 0.2, pauses[-1], pauses == sorted(pauses)) == (True, 15.0, True)


def test_wait_ends_when_the_endpoint_settles() -> None:
    """The answer that will do is returned."""
    time = FakeTime()
    live = wait_until(Context(cloud=SlowEndpoint(3)), "e", settled, Patience(60, time.sleep, lambda: time.now))
    assert live
    assert live.status == "InService"


def test_wait_is_bounded_and_says_what_to_do() -> None:
    """At the bound the message names endpoint, state, time and remedy."""
    time = FakeTime()
    with pytest.raises(WaitTimeoutError, match="endpoint e is still Creating after 100 s; run `pulumi up` again"):
        wait_until(Context(cloud=SlowEndpoint()), "e", settled, Patience(100, time.sleep, lambda: time.now))


def test_progress_is_told() -> None:
    """A long wait speaks every half minute."""
    time, told = FakeTime(), []
    context = Context(cloud=SlowEndpoint(), logger=lambda severity, text, urn: told.append(text))
    with pytest.raises(WaitTimeoutError):
        wait_until(context, "e", settled, Patience(200, time.sleep, lambda: time.now))
    assert len(told) in range(4, 7)
    assert told[0].startswith("endpoint e is Creating since ")


def test_cancelled_run_stops_waiting() -> None:
    """The user's interrupt ends the pause at once."""
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(CancelledError, match="`pulumi up` continues from here"):
        wait_until(Context(cloud=SlowEndpoint(), cancelled=cancelled), "e", settled)


def test_bound_is_the_custom_timeout_or_an_hour() -> None:
    """A program's customTimeouts hold; without them an endpoint gets an hour."""
    cloud = Cloud("us-west-2")
    assert patience(Context(cloud=cloud)).bound_seconds == 3600
    assert patience(Context(cloud=cloud, timeout_seconds=90)).bound_seconds == 90
