"""Asynchronous endpoints: requests wait in a queue, answers land in S3."""

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.pattern import TOPIC_ARN
from modelhost.spec.place import elsewhere


class AsyncSpec(Spec):
    """How many requests an instance takes at once, and who hears of the answers."""

    max_concurrency: int | None = Field(default=None, ge=1, le=1000)
    """Requests that an instance takes at once; SageMaker's own choice when not given."""
    success_topic_arn: str | None = Field(default=None, pattern=TOPIC_ARN)
    """ARN of the SNS topic that hears of each answer."""
    error_topic_arn: str | None = Field(default=None, pattern=TOPIC_ARN)
    """ARN of the SNS topic that hears of each failure; the environment's alarm topic when not given."""
    retention_days: int = Field(default=30, ge=1)
    """Days that answers are kept."""

    @rule("success_topic_arn", "error_topic_arn")
    def _topics_here(self, region: str | None) -> Findings:
        """The topics are in the stack's region."""
        yield from elsewhere("success_topic_arn", self.success_topic_arn, region)
        yield from elsewhere("error_topic_arn", self.error_topic_arn, region)
