"""What the provider asks of a component again for a while, and what it gives up at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.sagemaker.component.failure import explain, is_about_scaling, is_unsupported
from modelhost.provider.sagemaker.component.wait import despite_motion, wait_until
from modelhost.provider.sagemaker.failure import is_busy
from modelhost.provider.sagemaker.waiting import CancelledError, Patience, WaitTimeoutError
from tests.provider_component.stage import Stage
from tests.provider_sagemaker.conftest import EmbeddedAws

CONTEXT = Context(cloud=Cloud("us-west-2"))
BUSY = 'Cannot delete inference component "arn" while it is in state UPDATE_RC_IN_PROGRESS.'


def refusal(message: str, code: str = "ValidationException") -> ClientError:
    """An answer of AWS that refuses."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "DeleteInferenceComponent")


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self, cancelled_after_seconds: float = 1e9) -> None:
        self.seconds = 0.0
        self._end = cancelled_after_seconds

    def pace(self, bound_seconds: float) -> Patience:
        """Patience on this clock."""
        return Patience(bound_seconds, self.sleep, lambda: self.seconds)

    def sleep(self, seconds: float) -> bool:
        """Let time pass; true when the run was cancelled meanwhile."""
        self.seconds += seconds
        return self.seconds >= self._end


class Answers:
    """A call that is refused as often as told and then done."""

    def __init__(self, *errors: ClientError) -> None:
        self._answers: Iterator[ClientError | None] = iter((*errors, None))
        self.calls = 0

    def __call__(self) -> dict[str, Any]:
        """Answer as AWS does."""
        self.calls += 1
        error = next(self._answers)
        if error:
            raise error
        return {}


def test_call_is_repeated_while_the_component_moves() -> None:
    """A refusal because of motion is waited out."""
    call = Answers(refusal(BUSY), refusal("Creation is in progress"))
    despite_motion(CONTEXT, "c", call, Clock().pace(1200))
    assert call.calls == 3


def test_repeating_ends_at_the_bound() -> None:
    """After twenty minutes the refusal reaches the user."""
    clock = Clock()
    with pytest.raises(ClientError, match="UPDATE_RC_IN_PROGRESS"):
        despite_motion(CONTEXT, "c", Answers(*[refusal(BUSY)] * 1000), clock.pace(1200))
    assert 1200 <= clock.seconds < 1220


def test_repeating_ends_when_the_run_is_cancelled() -> None:
    """The user's interrupt is not waited out."""
    with pytest.raises(CancelledError, match="stopped while inference component c is busy"):
        despite_motion(CONTEXT, "c", Answers(*[refusal(BUSY)] * 1000), Clock(5).pace(1200))


def test_other_refusals_are_not_repeated() -> None:
    """What will not change by waiting reaches the user at once."""
    call = Answers(refusal("Could not find inference component"))
    with pytest.raises(ClientError):
        despite_motion(CONTEXT, "c", call, Clock().pace(1200))
    assert call.calls == 1


@pytest.mark.parametrize(
    ("error", "busy", "scaling", "unsupported"),
    [
        (refusal(BUSY), True, False, False),
        (refusal("x", "ConcurrentModificationException"), True, False, False),
        (refusal('Cannot create it on endpoint "e" in status Updating'), True, False, False),
        (refusal("Base inference component is not InService but Updating."), True, False, False),
        (refusal("it is registered as a scalable target"), False, True, False),
        (refusal("Update operation is not supported for adapters"), False, False, True),
        (refusal("in progress", "AccessDeniedException"), False, False, False),
    ],
)
def test_refusals_are_told_apart(error: ClientError, busy: bool, scaling: bool, unsupported: bool) -> None:
    """Motion, autoscaling and adapters without an update are three different refusals."""
    assert (is_busy(error), is_about_scaling(error), is_unsupported(error)) == (busy, scaling, unsupported)


@pytest.mark.parametrize(
    ("reason", "remedy"),
    [
        ("There is not enough hardware resources on the instances", "lower its memory"),
        ("InsufficientInstanceCapacity in us-west-2a", "choose another machine, or reserve capacity"),
        ("The container did not answer ping.", "/aws/sagemaker/InferenceComponents/c"),
        ("", "SageMaker gave no reason"),
    ],
)
def test_reason_comes_with_its_remedy(reason: str, remedy: str) -> None:
    """Room on a machine, capacity in a region and a bad container have different ways out."""
    assert remedy in explain("c", reason)


def test_wait_ends_at_its_bound(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A component that never settles ends the wait with what to do."""
    stage.component()
    with pytest.raises(WaitTimeoutError, match=r"is still InService after 90 s; run `pulumi up` again"):
        wait_until(stage.context(), stage.component_name, lambda live: live is None, Clock().pace(90))


def test_wait_forgives_a_question_that_failed(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A passing failure of DescribeInferenceComponent is asked again."""
    stage.component()
    failure = {"code": "InternalFailure", "message": "odd", "status": 400}
    embedded_aws.fault("DescribeInferenceComponent", error=failure)
    found = wait_until(stage.context(), stage.component_name, lambda live: live is not None, Clock().pace(90))
    assert found is not None


def test_long_wait_says_what_it_waits_for(stage: Stage) -> None:
    """Every half minute the log tells the state."""
    stage.component()
    with pytest.raises(WaitTimeoutError):
        wait_until(stage.context(), stage.component_name, lambda live: live is None, Clock().pace(90))
    assert any(line.startswith("info:") and "is InService since" in line for line in stage.logged)
