"""Topics and their attributes."""

from __future__ import annotations

import json

from tests.cloud.embedded import Sandbox, unique
from tests.cloud.test_network import refused


def told(cloud: Sandbox, arn: str) -> dict[str, str]:
    """Give the attributes of a topic."""
    return dict(cloud.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"])


def test_a_topic_tells_what_was_set(cloud: Sandbox) -> None:
    """Whatever is set comes back, and what is not set is not told."""
    sns = cloud.client("sns")
    arn = sns.create_topic(Name=unique("topic"), Attributes={"TracingConfig": "Active"})["TopicArn"]
    policy = json.dumps({"http": {"defaultHealthyRetryPolicy": {"numRetries": 5}}})
    wanted = {
        "SignatureVersion": "2",
        "DisplayName": "models",
        "DeliveryPolicy": policy,
        "HTTPSuccessFeedbackSampleRate": "50",
        "SQSFailureFeedbackRoleArn": "arn:aws:iam::123456789012:role/feedback",
    }
    assert not {"SignatureVersion", "DeliveryPolicy", "FifoTopic"} & set(told(cloud, arn))
    for name, value in wanted.items():
        sns.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=value)
    found = told(cloud, arn)
    assert wanted.items() | {("TracingConfig", "Active"), ("TopicArn", arn)} <= found.items()


def test_a_fifo_topic_says_so(cloud: Sandbox) -> None:
    """The attributes of ordered topics are those of an ordered topic."""
    name = f"{unique('topic')}.fifo"
    arn = cloud.client("sns").create_topic(Name=name, Attributes={"FifoTopic": "true"})["TopicArn"]
    found = told(cloud, arn)
    assert (found["FifoTopic"], found["ContentBasedDeduplication"]) == ("true", "false")


def test_a_topic_refuses_what_it_cannot_be(cloud: Sandbox) -> None:
    """Unknown attributes and values are refused, as is a missing topic."""
    sns = cloud.client("sns")
    arn = sns.create_topic(Name=unique("topic"))["TopicArn"]
    for name, value in (("Colour", "blue"), ("SignatureVersion", "3")):
        refused("InvalidParameter", sns.set_topic_attributes, TopicArn=arn, AttributeName=name, AttributeValue=value)
    refused("NotFound", sns.get_topic_attributes, TopicArn=f"{arn}-absent")
