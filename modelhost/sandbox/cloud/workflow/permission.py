"""What a role must allow for a call: the action, on the resources that the parameters name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID, PARTITION
from modelhost.sandbox.cloud.trust import identity
from modelhost.sandbox.cloud.workflow import sdk_name

Params = dict[str, Any]
ACTION_PREFIXES = {"stepfunctions": "states", "sagemaker-runtime": "sagemaker"}
"""Where IAM calls a service otherwise than botocore."""
READS_ALL = frozenset(
    {
        *("application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScalingPolicies"),
        *("application-autoscaling:DescribeScheduledActions", "cloudwatch:DescribeAlarmsForMetric"),
        *("sagemaker:ListEndpoints", "sagemaker:ListEndpointConfigs", "sagemaker:ListInferenceComponents"),
    }
)
"""Actions for which IAM knows no resources: they need '*'."""
NAMED: dict[str, tuple[tuple[str, str], ...]] = {
    "sagemaker": (
        ("EndpointName", "endpoint/{}"),
        ("EndpointConfigName", "endpoint-config/{}"),
        ("InferenceComponentName", "inference-component/{}"),
        ("ModelName", "model/{}"),
    ),
    "cloudwatch": (("AlarmName", "alarm:{}"), ("AlarmNames", "alarm:{}")),
}
"""The parameters of a service that name resources, and how their ARNs end."""
ARNS = ("StateMachineArn", "ExecutionArn", "TopicArn", "ResourceArn", "ResourceARN")


def refusal(role_arn: str, session: str, region: str, sdk_service: str, action: str, params: Params) -> str | None:
    """Say in AWS's words why a role may not make a call; None when it may."""
    service = sdk_name.botocore_name(sdk_service)
    named = f"{ACTION_PREFIXES.get(service, service)}:{sdk_name.operation_name(action)}"
    resources = ("*",) if named in READS_ALL else _resources(service, region, params)
    return identity.refusal(role_arn, session, named, resources, _facts(service, region, params))


def _resources(service: str, region: str, params: Params) -> tuple[str, ...]:
    """List the ARNs that a call is about; of a service whose names are not known here, any resource does."""
    given = [params[name] for name in ARNS if name in params]
    if given:
        return tuple(given)
    maker = MAKERS.get(service)
    return tuple(maker(service, region, params)) or ("*",) if maker else (identity.ANY,)


def _by_name(service: str, region: str, params: Params) -> list[str]:
    found = []
    for parameter, ending in NAMED[service]:
        value = params.get(parameter, [])
        for name in value if isinstance(value, list) else [value]:
            text = name.lower() if service == "sagemaker" else name
            found.append(_arn(service, region, ending.format(text)))
    return found


def _parameters(service: str, region: str, params: Params) -> list[str]:
    single = [params[key] for key in ("Name", "Path") if key in params]
    names = single or params.get("Names", [])
    return [_arn(service, region, f"parameter/{name.lstrip('/')}") for name in names]


def _targets(service: str, region: str, params: Params) -> list[str]:
    return [_arn(service, region, "scalable-target/0123456789abcdef")]


MAKERS: dict[str, Callable[[str, str, Params], list[str]]] = {
    "application-autoscaling": _targets,
    "cloudwatch": _by_name,
    "sagemaker": _by_name,
    "ssm": _parameters,
}


def _arn(service: str, region: str, resource: str) -> str:
    return f"arn:{PARTITION}:{service}:{region}:{ACCOUNT_ID}:{resource}"


def _facts(service: str, region: str, params: Params) -> dict[str, str]:
    accounts = {"aws:principalaccount": ACCOUNT_ID, "aws:resourceaccount": ACCOUNT_ID}
    facts = {**accounts, "aws:requestedregion": region, "aws:securetransport": "true"}
    if service == "application-autoscaling":
        facts |= {
            f"{service}:service-namespace": params.get("ServiceNamespace", ""),
            f"{service}:scalable-dimension": params.get("ScalableDimension", ""),
        }
    return facts
