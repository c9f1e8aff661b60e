"""Names in the cloud are legal, stable and never collide by being cut."""

import re

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelhost.spec.name import cloud_name
from modelhost.spec.pattern import CLOUD_NAME, ROLE_ARN

parts = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), min_size=1, max_size=3)
SHAPES = ("EndpointName", "EndpointConfigName", "ModelName", "VariantName")


@pytest.fixture(scope="module")
def patterns() -> list[str]:
    """Return the patterns of SageMaker's names."""
    model = botocore.session.get_session().get_service_model("sagemaker")
    return [model.shape_for(shape).metadata["pattern"] for shape in SHAPES]


@pytest.mark.parametrize(
    ("given_parts", "limit", "name"),
    [
        (("dev", "digits"), 63, "dev-digits"),
        (("dev", "digits", "role"), 63, "dev-digits-role"),
        (("dev", "a_b"), 63, "dev-a-b-d185a877"),
        (("development", "embeddings"), 20, "development-ec29f54c"),
        (("a" * 60, "b" * 10), 63, "a" * 54 + "-4f73ea53"),
        (("é",), 63, "4a99557e"),
    ],
)
def test_a_name_is_only_touched_where_it_must_be(given_parts: tuple[str, ...], limit: int, name: str) -> None:
    """A short clean name stays; another is cleaned, cut, and ends in a hash of the whole."""
    assert cloud_name(*given_parts, limit=limit) == name


@given(parts=parts, limit=st.integers(9, 63))
def test_every_name_is_legal(patterns: list[str], parts: list[str], limit: int) -> None:
    """Whatever goes in, what comes out fits the limit and every pattern that SageMaker checks."""
    name = cloud_name(*parts, limit=limit)
    assert 1 <= len(name) <= limit
    assert all(re.fullmatch(pattern, name) for pattern in patterns)
    assert re.match(CLOUD_NAME, name)


@given(one=parts, other=parts)
def test_different_names_stay_different(one: list[str], other: list[str]) -> None:
    """Two different names never become one by being cut or cleaned."""
    if "-".join(one) != "-".join(other):
        assert cloud_name(*one, limit=20) != cloud_name(*other, limit=20)


@given(parts=parts)
def test_the_same_parts_give_the_same_name(parts: list[str]) -> None:
    """A name does not depend on anything but its parts."""
    assert cloud_name(*parts) == cloud_name(*parts)


def test_our_pattern_of_endpoint_names_is_that_of_the_service(patterns: list[str]) -> None:
    """What the stack file may name is what SageMaker takes."""
    assert f"^{patterns[0]}$" == CLOUD_NAME


@pytest.mark.parametrize("arn", ["arn:aws:iam::123456789012:role/x", "arn:aws-cn:iam::123456789012:role/a/b+c=d"])
def test_our_pattern_of_roles_takes_what_the_service_takes(arn: str) -> None:
    """Role ARNs of every partition and path are taken."""
    model = botocore.session.get_session().get_service_model("sagemaker")
    assert re.fullmatch(model.shape_for("RoleArn").metadata["pattern"], arn)
    assert re.match(ROLE_ARN, arn)
