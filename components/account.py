"""Where resources live: account, region and partition, looked up by the program and passed in."""

from modelhost.spec.base import Spec


class Account(Spec):
    """One AWS account seen from one region."""

    id: str
    """Twelve-digit account id."""
    region: str
    """Region of the environment."""
    partition: str = "aws"
    """First part of every ARN: aws, aws-cn or aws-us-gov."""

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a regional *resource* of this account."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.id}:{resource}"

    @property
    def root_arn(self) -> str:
        """The account itself as a principal."""
        return f"arn:{self.partition}:iam::{self.id}:root"
