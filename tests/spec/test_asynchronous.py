"""Who hears of the answers of an asynchronous endpoint."""

import pytest

from tests.spec.kind import HERE, of
from tests.spec.stack import told

TOPIC = "arn:aws:sns:us-west-2:123456789012:answers"
KEY = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PLACE = f"{HERE}.asynchronous"


def test_an_encrypted_topic_is_named_with_its_key() -> None:
    """A topic that others made may be encrypted with a key that the environment cannot know."""
    assert told(of("async", asynchronous={"success_topic_arn": TOPIC, "topic_key_arn": KEY})) == []


@pytest.mark.parametrize(
    ("field", "arn", "text"),
    [
        ("success_topic_arn", TOPIC, "is in eu-west-1 but the stack is in us-west-2; name one of us-west-2"),
        ("error_topic_arn", TOPIC, "is in eu-west-1 but the stack is in us-west-2; name one of us-west-2"),
        ("topic_key_arn", KEY, "is in eu-west-1 but the stack is in us-west-2; name one of us-west-2"),
    ],
)
def test_topics_and_their_key_are_in_the_region(field: str, arn: str, text: str) -> None:
    """SageMaker tells topics of its own region."""
    elsewhere = arn.replace("us-west-2", "eu-west-1")
    assert told(of("async", asynchronous={field: elsewhere})) == [f"{PLACE}.{field}: {elsewhere!r} {text}"]


def test_a_key_has_the_shape_of_one() -> None:
    """An alias is no key that a policy could name."""
    alias = "arn:aws:kms:us-west-2:123456789012:alias/x"
    text = f"{alias!r} is not the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>"
    assert told(of("async", asynchronous={"topic_key_arn": alias})) == [f"{PLACE}.topic_key_arn: {text}"]
