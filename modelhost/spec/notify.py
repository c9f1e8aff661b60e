"""Who hears of alarms."""

from pydantic import Field

from modelhost.spec.base import Spec


class NotifySpec(Spec):
    """Subscribers of the environment's alarms."""

    emails: list[str] = Field(default=[])
    """Addresses to subscribe; each has to confirm once."""
    topic_arn: str | None = None
    """ARN of an existing SNS topic; a new one is made when none is given."""
