"""Calls are tried again where that helps, and waits end."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import ProviderError
from modelhost.provider.table import Call, Prop, Row, Run, Wait
from modelhost.provider.table.run import pauses
from modelhost.provider.table.template import fill, parse
from modelhost.provider.wire import UNKNOWN

ROW = Row(
    type="demo:index:Thing",
    service="ec2",
    properties={"name": Prop()},
    create=Call("create_vpc"),
    id="{name}",
    read=Call("describe_vpcs"),
    found="Vpcs[0]",
    missing=("NotThere",),
    wait=Wait("State", ready=("available",), failed=("failed",), reason="Why"),
)


def refusal(code: str) -> ClientError:
    """Return AWS's refusal."""
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "DeleteVpc")


def run(states: list[dict[str, Any] | None] | None = None, **context: Any) -> Run:
    """Return a run that finds these states one after another."""
    made = Run(ROW, Context(cloud=Cloud(region="us-west-2"), **context), {"name": "n"}, "n")
    left = iter(states or [])
    made.find = lambda: next(left)  # type: ignore[method-assign]
    return made


def failing(*codes: str) -> Any:
    """Return work that fails with the codes, then succeeds."""
    left = list(codes)

    def work() -> str:
        if left:
            raise refusal(left.pop(0))
        return "done"

    return work


def test_a_conflict_is_tried_again() -> None:
    """What something else still holds can be deleted a moment later."""
    assert run().past_conflicts(failing("DependencyViolation", "ResourceInUse")) == "done"


def test_another_refusal_is_not_tried_again() -> None:
    """A refusal that waiting does not cure is told at once."""
    with pytest.raises(ClientError, match="AccessDenied"):
        run().past_conflicts(failing("AccessDenied"))


def test_a_conflict_that_stays_ends_with_its_words() -> None:
    """Waiting has a bound."""
    with pytest.raises(ClientError, match="DependencyViolation"):
        run(timeout_seconds=0.0).past_conflicts(failing(*["DependencyViolation"] * 9))


def test_what_is_missing_is_none() -> None:
    """The row's codes mean that the thing is not there."""
    assert run().unless_missing(failing("NotThere")) is None


def test_a_wait_ends_when_the_resource_is_ready() -> None:
    """Polling goes on until the state is right."""
    assert run([{"State": "pending"}, {"State": "available"}]).wait_ready() == {"State": "available"}


def test_a_wait_tells_why_a_resource_failed() -> None:
    """AWS's reason reaches the user."""
    with pytest.raises(ProviderError, match="is failed: no capacity"):
        run([{"State": "failed", "Why": "no capacity"}]).wait_ready()


def test_a_wait_has_a_bound() -> None:
    """A resource that never becomes ready is told."""
    with pytest.raises(ProviderError, match="not ready after 0 s"):
        run([{"State": "pending"}], timeout_seconds=0.0).wait_ready()


def test_a_cancelled_wait_ends() -> None:
    """The engine's cancellation ends a wait at once."""
    waiting = run([{"State": "pending"}])
    waiting.context.cancelled.set()
    with pytest.raises(ProviderError, match="cancelled"):
        waiting.wait_ready()


def test_a_deletion_waits_until_the_resource_is_gone() -> None:
    """What is still being deleted is still there."""
    run([{"State": "deleting"}, None]).wait_gone()


def test_pauses_grow_to_a_limit() -> None:
    """Polling begins eagerly and does not hammer."""
    given = pauses()
    first = [next(given) for _ in range(20)]
    assert (first[0], first[-1]) == (0.1, 5.0)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{a}", 1),
        ("x-{a}-{b}", "x-1-two"),
        ("x-{none}", None),
        ("x-{unknown}", UNKNOWN),
        ({"k": "{a}", "gone": "{none}"}, {"k": 1}),
        ({"k": {"deep": "{none}"}}, None),
        (["{a}", "{none}"], [1]),
        ({}, {}),
        (True, True),
    ],
)
def test_a_template_is_filled_or_left_out(template: Any, filled: Any) -> None:
    """What has no value is left out of a request, what is unknown stays unknown."""
    assert fill(template, {"a": 1, "b": "two", "unknown": UNKNOWN}.get) == filled


@pytest.mark.parametrize(
    ("template", "text", "parsed"),
    [
        ("{name}", "a/b", {"name": "a/b"}),
        ("{role}:{name}", "r:p", {"role": "r", "name": "p"}),
        ("{bucket}/{key}", "b/a/c", {"bucket": "b", "key": "a/c"}),
        ("alias/{name}", "x", {}),
    ],
)
def test_an_id_leads_back_to_its_parts(template: str, text: str, parsed: dict[str, str]) -> None:
    """An import needs only the id."""
    assert parse(template, text, {"key": ".+"}) == parsed
