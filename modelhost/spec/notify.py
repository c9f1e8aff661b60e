"""Who hears of alarms."""

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.pattern import EMAIL, TOPIC_ARN, shaped
from modelhost.spec.place import elsewhere


class NotifySpec(Spec):
    """Subscribers of the environment's alarms."""

    emails: list[str] = Field(default=[])
    """Addresses to subscribe; each has to confirm once."""
    topic_arn: str | None = Field(default=None, pattern=TOPIC_ARN)
    """ARN of an existing SNS topic; a new one is made when none is given."""

    @rule("emails")
    def _addresses_shaped(self, region: str | None) -> Findings:
        """Each address is one."""
        yield from shaped("emails", self.emails, EMAIL)

    @rule("topic_arn")
    def _topic_here(self, region: str | None) -> Findings:
        """The topic is in the stack's region, where the alarms are."""
        yield from elsewhere("topic_arn", self.topic_arn, region)
