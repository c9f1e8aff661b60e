"""Refuse requests that break the service model: patterns, enumerations, ranges and lengths, in the server too."""

from __future__ import annotations

from modelhost.provider.validate import check
from modelhost.sandbox.cloud.call import Call, RefusalError

CODES = {
    "sagemaker": "ValidationException",
    "application-autoscaling": "ValidationException",
    "ce": "ValidationException",
    "scheduler": "ValidationException",
    "stepfunctions": "ValidationException",
    "cloudwatch": "ValidationError",
    "budgets": "InvalidParameterException",
}


def refuse_invalid(call: Call) -> None:
    """Refuse what the model of a service that we answer for does not allow."""
    code = CODES.get(call.service)
    if code is None:
        return
    problems = check(call.params, call.service, call.operation)
    if problems:
        plural = "s" if len(problems) > 1 else ""
        listed = "; ".join(str(problem) for problem in problems)
        raise RefusalError(code, f"{len(problems)} validation error{plural} detected: {listed}", 400)
