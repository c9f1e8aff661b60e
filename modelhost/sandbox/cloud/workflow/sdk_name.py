"""How Step Functions and Scheduler name services: by the AWS SDK for Java, whose words their ARNs and errors use."""

from __future__ import annotations

BOTOCORE_NAMES = {
    "applicationautoscaling": "application-autoscaling",
    "cloudwatchlogs": "logs",
    "eventbridge": "events",
    "sagemakerruntime": "sagemaker-runtime",
    "sfn": "stepfunctions",
}
"""Where botocore calls a service otherwise."""
ERROR_PREFIXES = {
    "applicationautoscaling": "ApplicationAutoScaling",
    "cloudwatch": "CloudWatch",
    "cloudwatchlogs": "CloudWatchLogs",
    "dynamodb": "DynamoDb",
    "eventbridge": "EventBridge",
    "sagemaker": "SageMaker",
    "sagemakerruntime": "SageMakerRuntime",
}
"""How the names of a service's errors begin, where more than the first letter is large."""


def botocore_name(service: str) -> str:
    """Return botocore's name of a service."""
    return BOTOCORE_NAMES.get(service, service)


def operation_name(action: str) -> str:
    """Return the API's name of an action, which an ARN writes with a small first letter."""
    return action[:1].upper() + action[1:]


def error_prefix(service: str) -> str:
    """Return what the names of a service's errors begin with, as in SageMaker.SageMakerException."""
    return ERROR_PREFIXES.get(service.lower(), service.capitalize())


def known(service: str, operation: str) -> bool:
    """Tell whether AWS has an operation, both in botocore's words."""
    from botocore.exceptions import UnknownServiceError
    from botocore.model import OperationNotFoundError

    from modelhost.provider.validate import operation_model

    try:
        operation_model(service, operation)
    except (OperationNotFoundError, UnknownServiceError):
        return False
    return True
