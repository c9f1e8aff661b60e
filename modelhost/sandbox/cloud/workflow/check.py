"""What Step Functions refuses of a state machine."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import RefusalError
from modelhost.sandbox.cloud.trust import identity, role
from modelhost.sandbox.cloud.workflow.definition import diagnostics
from modelhost.sandbox.cloud.workflow.diagnostic import Diagnostic
from modelhost.sandbox.cloud.workflow.reach import refuse_beyond

SERVICE = "states.amazonaws.com"
DELIVERY = (
    *("logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery"),
    *("logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups"),
)
"""What a role must allow, on every resource, so that Step Functions may write a log."""
NO_DELIVERY = "The state machine IAM Role is not authorized to access the Log Destination"
UNTRUSTED = (
    "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the "
    "provided role."
)


def machine(fields: dict[str, Any], arn: str) -> None:
    """Refuse a state machine that could not run."""
    found = [one for one in diagnostics(fields["definition"]) if one.severity == "ERROR"]
    if found:
        raise _invalid(found)
    refuse_beyond(fields["definition"])
    _logging(fields["loggingConfiguration"], fields["roleArn"])
    if not role.assumable(fields["roleArn"], SERVICE, arn):
        raise RefusalError("AccessDeniedException", UNTRUSTED, 400)


def _invalid(found: list[Diagnostic]) -> RefusalError:
    listed = ", ".join(f"{one.code}: {one.message} at {one.location}" for one in found)
    return RefusalError("InvalidDefinition", f"Invalid State Machine Definition: '{listed}'", 400)


def _logging(configuration: dict[str, Any], role_arn: str) -> None:
    destinations = configuration.get("destinations", [])
    if configuration.get("level", "OFF") == "OFF":
        return
    if len(destinations) != 1:
        raise _wrong_logging("Must specify exactly one Log Destination.")
    arn = destinations[0].get("cloudWatchLogsLogGroup", {}).get("logGroupArn", "")
    if ":log-group:" not in arn or not arn.endswith(":*"):
        raise _wrong_logging(f"The ARN of a log group must end with ':*': {arn}")
    if any(identity.refusal(role_arn, "", action, ("*",), {}) for action in DELIVERY):
        raise RefusalError("AccessDeniedException", NO_DELIVERY, 400)


def _wrong_logging(reason: str) -> RefusalError:
    return RefusalError("InvalidLoggingConfiguration", f"Invalid Logging Configuration: {reason}", 400)
