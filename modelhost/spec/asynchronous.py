"""Asynchronous endpoints: requests wait in a queue, answers land in S3."""

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.pattern import KEY_ARN, TOPIC_ARN
from modelhost.spec.place import elsewhere


class AsyncSpec(Spec):
    """How many requests an instance takes at once, and who hears of the answers."""

    max_concurrency: int | None = Field(default=None, ge=1, le=1000)
    """Requests that an instance takes at once; SageMaker's own choice when not given."""
    success_topic_arn: str | None = Field(default=None, pattern=TOPIC_ARN)
    """ARN of the SNS topic that hears of each answer; `topic_key_arn` beside it when it is encrypted."""
    error_topic_arn: str | None = Field(default=None, pattern=TOPIC_ARN)
    """ARN of the SNS topic that hears of each failure; the environment's alarm topic when not given."""
    topic_key_arn: str | None = Field(default=None, pattern=KEY_ARN)
    """ARN of the KMS key that encrypts topics of your own; its policy has to let the endpoint's role use it."""
    retention_days: int = Field(default=30, ge=1)
    """Days that answers are kept."""

    @rule("success_topic_arn", "error_topic_arn", "topic_key_arn")
    def _topics_here(self, region: str | None) -> Findings:
        """The topics, and their key, are in the stack's region."""
        yield from elsewhere("success_topic_arn", self.success_topic_arn, region)
        yield from elsewhere("error_topic_arn", self.error_topic_arn, region)
        yield from elsewhere("topic_key_arn", self.topic_key_arn, region)
