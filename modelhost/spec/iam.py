"""What applies to every role of the environment."""

from modelhost.spec.base import Spec


class IamSpec(Spec):
    """Path and permissions boundary of the roles."""

    permissions_boundary_arn: str | None = None
    """ARN of the policy that bounds every role."""
    path: str = "/"
    """IAM path of every role."""
