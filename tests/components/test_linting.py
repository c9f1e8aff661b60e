"""The policy linter that other tests rely on does find mistakes."""

import pytest

from components.policy_document import allow, document
from tests.components.linting import lint


@pytest.mark.parametrize(
    ("actions", "resources", "issue"),
    [
        (["sagemaker:InvokeEndpointt"], ["*"], "UNKNOWN_ACTION"),
        (["s3:GetObject"], ["arn:aws:s3:::bucket"], "RESOURCE_MISMATCH"),
    ],
)
def test_the_linter_finds(actions, resources, issue):
    """A typo in an action and a resource of the wrong kind are reported."""
    assert issue in " ".join(lint(document(allow("Wrong", actions, resources))))
