"""What the provider asks again for a while, and what it gives up at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import describe, explain, is_missing
from modelhost.provider.sagemaker.propagation import despite_propagation
from modelhost.provider.sagemaker.wait import retry_conflict
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import LARGE, Stage

CONTEXT = Context(cloud=Cloud("us-west-2"))
NO_ROLE = "Could not assume role arn:aws:iam::1:role/x. Please ensure that the role exists"


def refusal(code: str, message: str) -> ClientError:
    """An answer of AWS that refuses."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "CreateModel")


class Answers:
    """A call that is refused once and then done."""

    def __init__(self, error: ClientError) -> None:
        self._answers: Iterator[ClientError | None] = iter([error, None])
        self.calls = 0

    def __call__(self) -> dict[str, Any]:
        """Answer as AWS does."""
        self.calls += 1
        error = next(self._answers)
        if error:
            raise error
        return {"ModelArn": "arn"}


def test_role_that_is_not_known_everywhere_yet_is_waited_for() -> None:
    """A model right after its role: IAM needs a moment."""
    assert despite_propagation(CONTEXT, Answers(refusal("ValidationException", NO_ROLE))) == {"ModelArn": "arn"}


def test_other_refusals_of_a_model_are_final() -> None:
    """What waiting does not cure is said at once."""
    call = Answers(refusal("ValidationException", "Image is odd"))
    with pytest.raises(ClientError, match="Image is odd"):
        despite_propagation(CONTEXT, call)
    assert call.calls == 1


def test_conflicting_change_is_tried_again() -> None:
    """The autoscaler may be busy with the very target that is to be deregistered."""
    call = Answers(refusal("ConcurrentUpdateException", "busy"))
    retry_conflict(CONTEXT, call)
    assert call.calls == 2


def test_other_refusals_of_a_change_are_final() -> None:
    """Only a conflict is worth another try."""
    with pytest.raises(ClientError, match="no"):
        retry_conflict(CONTEXT, Answers(refusal("ValidationException", "no")))


def test_tags_that_may_not_be_read_do_not_stop_an_update(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A caller without that permission still updates, and is told that the tags are lost."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    denied = {"code": "AccessDeniedException", "message": "not you", "status": 400}
    embedded_aws.fault("ListTagsForResource", "application-autoscaling", error=denied)
    stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id)
    assert any("tags of the scalable target" in line for line in stage.logged)


@pytest.mark.parametrize(
    ("reason", "part"),
    [
        (
            "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error.",
            "capacity, not",
        ),
        ("The container did not pass the ping health check.", "see the log group /aws/sagemaker/Endpoints/e"),
        ("", "SageMaker gave no reason"),
    ],
)
def test_reason_comes_with_what_to_do(reason: str, part: str) -> None:
    """Capacity, container and silence each have their remedy."""
    assert part in explain("e", reason)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("ValidationException", 'Could not find endpoint "arn".', True),
        ("ValidationException", "Cannot update in-progress endpoint", False),
        ("ParameterNotFound", "", True),
        ("ObjectNotFoundException", "No scalable target found", True),
        ("AccessDeniedException", "not found in policy", False),
    ],
)
def test_missing_thing_is_told_from_other_refusals(code: str, text: str, expected: bool) -> None:
    """SageMaker says "could not find" by a validation error."""
    assert is_missing(refusal(code, text)) is expected


def test_error_is_one_line_with_its_operation() -> None:
    """Operation, code and message."""
    assert describe(refusal("X", "y")) == "CreateModel: X: y"
