"""What a role must allow for a call that a state machine or a schedule makes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelhost.sandbox.cloud.workflow.permission import refusal
from tests.cloud.embedded import Sandbox, unique
from tests.cloud.machine import call, chain, run, trust

ENDPOINT = "arn:aws:sagemaker:us-west-2:123456789012:endpoint/*"
CONFIGURATION = "arn:aws:sagemaker:us-west-2:123456789012:endpoint-config/*"
SCOPE = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/absent/variant/main",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
UPDATE = {"EndpointName": "Absent", "EndpointConfigName": "absent"}
TARGETS = "arn:aws:application-autoscaling:us-west-2:123456789012:scalable-target/*"


def allow(action: str, *resources: str, **condition: Any) -> dict[str, Any]:
    """Write a statement that allows an action."""
    condition = {"Condition": {"StringEquals": condition}} if condition else {}
    return {"Effect": "Allow", "Action": action, "Resource": list(resources), **condition}


def denied(cloud: Sandbox, action: str, parameters: dict[str, Any], *statements: dict[str, Any]) -> bool:
    """Tell whether a task with such a role is refused for what the role allows."""
    name, iam = unique("role"), cloud.client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("states.amazonaws.com"))["Role"]["Arn"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy)
    shown = run(cloud, chain(A=call(action, Parameters=parameters)), role_arn=arn)
    return "is not authorized to perform" in shown.get("cause", "")


@pytest.mark.parametrize(
    ("statements", "refused"),
    [
        ([allow("sagemaker:UpdateEndpoint", ENDPOINT, CONFIGURATION)], False),
        ([allow("sagemaker:UpdateEndpoint", ENDPOINT)], True),
        ([allow("sagemaker:*", "*"), {**allow("sagemaker:UpdateEndpoint", "*"), "Effect": "Deny"}], True),
    ],
)
def test_every_resource_of_a_call_must_be_allowed(
    cloud: Sandbox, statements: list[dict[str, Any]], refused: bool
) -> None:
    """UpdateEndpoint is about the endpoint and the configuration; a denial wins."""
    assert denied(cloud, "sagemaker:updateEndpoint", UPDATE, *statements) is refused


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        (allow("application-autoscaling:DeregisterScalableTarget", TARGETS), False),
        (
            allow(
                "application-autoscaling:DeregisterScalableTarget",
                "*",
                **{"application-autoscaling:service-namespace": "sagemaker"},
            ),
            False,
        ),
        (
            allow(
                "application-autoscaling:DeregisterScalableTarget",
                "*",
                **{"application-autoscaling:service-namespace": "ecs"},
            ),
            True,
        ),
    ],
)
def test_a_condition_on_what_is_scaled_is_judged(cloud: Sandbox, statement: dict[str, Any], refused: bool) -> None:
    """The service namespace of a call is known to its conditions."""
    assert denied(cloud, "applicationautoscaling:deregisterScalableTarget", SCOPE, statement) is refused


@pytest.mark.parametrize(("resource", "refused"), [("*", False), (TARGETS, True)])
def test_an_action_that_knows_no_resources_needs_them_all(cloud: Sandbox, resource: str, refused: bool) -> None:
    """DescribeScalableTargets cannot be allowed for some targets only."""
    statement = allow("application-autoscaling:DescribeScalableTargets", resource)
    given = {"ServiceNamespace": "sagemaker"}
    assert denied(cloud, "applicationautoscaling:describeScalableTargets", given, statement) is refused


def test_a_role_that_is_not_here_passes() -> None:
    """What cannot be judged is not refused."""
    role = "arn:aws:iam::123456789012:role/elsewhere"
    assert refusal(role, "session", "us-west-2", "sagemaker", "updateEndpoint", UPDATE) is None


@pytest.mark.parametrize(("path", "refused"), [("/modelhost/lock", False), ("/modelhost", True)])
def test_a_path_of_parameters_is_a_resource(cloud: Sandbox, path: str, refused: bool) -> None:
    """GetParametersByPath is about the path that it names, as AWS's denials show."""
    allowed = allow("ssm:GetParametersByPath", "arn:aws:ssm:us-west-2:123456789012:parameter/modelhost/lock")
    assert denied(cloud, "ssm:getParametersByPath", {"Path": path}, allowed) is refused
