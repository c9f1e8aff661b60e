"""What applies to every role of the environment."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.pattern import IAM_PATH, POLICY_ARN


class IamSpec(Spec):
    """Path and permissions boundary of the roles."""

    permissions_boundary_arn: str | None = Field(default=None, pattern=POLICY_ARN)
    """ARN of the policy that bounds every role."""
    path: str = Field(default="/", pattern=IAM_PATH, max_length=512)
    """IAM path of every role."""
