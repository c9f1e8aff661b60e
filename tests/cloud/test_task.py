"""The states of a machine: what they call, what their paths find, and the words and errors of Step Functions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud.embedded import Sandbox, unique
from tests.cloud.machine import call, chain, output, role, run

DESCRIBE = "sagemaker:describeEndpoint"


def test_a_task_calls_an_operation_and_gets_its_answer(cloud: Sandbox) -> None:
    """The answer of DescribeEndpoint is the task's result, with times as text."""
    endpoint = cloud.endpoint()
    described = output(run(cloud, chain(A=call(DESCRIBE, Parameters={"EndpointName": endpoint}))))
    assert described["EndpointStatus"] == "InService"
    assert described["ProductionVariants"][0]["DesiredInstanceCount"] == 1
    assert described["CreationTime"].endswith("Z")
    assert "ResponseMetadata" not in described


def test_the_calls_of_an_execution_are_in_the_journal(cloud: Sandbox) -> None:
    """What a state machine does can be asked for like what a program does."""
    name = unique("topic")
    output(run(cloud, chain(A=call("sns:createTopic", Parameters={"Name": name}))))
    calls = cloud.control("calls?service=sns&operation=CreateTopic")
    assert [one["region"] for one in calls if one["params"]["Name"] == name] == ["us-west-2"]


@pytest.mark.parametrize(
    ("action", "parameters", "error"),
    [
        (DESCRIBE, {"EndpointName": "absent"}, "SageMaker.SageMakerException"),
        ("ssm:getParameter", {"Name": "/absent"}, "Ssm.ParameterNotFoundException"),
        (
            "applicationautoscaling:deregisterScalableTarget",
            {
                "ServiceNamespace": "sagemaker",
                "ResourceId": "endpoint/absent/variant/main",
                "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
            },
            "ApplicationAutoScaling.ObjectNotFoundException",
        ),
        (
            "sns:publish",
            {"TopicArn": "arn:aws:sns:us-west-2:123456789012:absent", "Message": "m"},
            "Sns.NotFoundException",
        ),
    ],
)
def test_errors_have_the_names_of_step_functions(
    cloud: Sandbox, action: str, parameters: dict[str, Any], error: str
) -> None:
    """An error that the service's model names keeps its name; any other is the service's own exception."""
    shown = run(cloud, chain(A=call(action, Parameters=parameters)))
    assert (shown["status"], shown["error"]) == ("FAILED", error)
    assert f"(Service: {error.split('.')[0]}, Status Code: 4" in shown["cause"]


def test_a_wrong_parameter_is_a_runtime_error_that_nothing_catches(cloud: Sandbox) -> None:
    """States.ALL does not catch States.Runtime, as on AWS."""
    task = call(
        DESCRIBE, Parameters={"EndpointName.$": "$.number"}, Catch=[{"ErrorEquals": ["States.ALL"], "Next": "B"}]
    )
    shown = run(cloud, chain(A=task, B={"Type": "Succeed"}), {"number": ["not a name"]})
    assert (shown["status"], shown["error"]) == ("FAILED", "States.Runtime")


def test_an_error_is_caught_with_its_name_and_cause(cloud: Sandbox) -> None:
    """A Catch by the error's name puts both where its path says."""
    catch = [{"ErrorEquals": ["SageMaker.SageMakerException"], "ResultPath": "$.error", "Next": "Told"}]
    task = call(DESCRIBE, Parameters={"EndpointName": "absent"}, Catch=catch)
    told = {"Type": "Pass", "Parameters": {"name.$": "$.error.Error", "cause.$": "$.error.Cause"}}
    caught = output(run(cloud, chain(Look=task, Told=told)))
    assert caught["name"] == "SageMaker.SageMakerException"
    assert caught["cause"].startswith("Could not find endpoint")


def test_an_error_is_tried_again_as_often_as_said(cloud: Sandbox) -> None:
    """A throttled call is repeated after a pause that the sandbox shortens."""
    name = unique("parameter")
    fault = {"service": "ssm", "operation": "PutParameter", "kind": "throttle", "count": 2, "match": {"Name": name}}
    cloud.control("faults", fault)
    retry = [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 600, "MaxAttempts": 2}]
    task = call("ssm:putParameter", Parameters={"Name": name, "Value": "x", "Type": "String"}, Retry=retry)
    assert output(run(cloud, chain(Put=task)))["Version"] == 1


def test_a_choice_without_a_way_on_fails_by_name(cloud: Sandbox) -> None:
    """No rule holds and there is no default: States.NoChoiceMatched."""
    rule = {"Variable": "$.size", "StringEquals": "large", "Next": "B"}
    shown = run(cloud, chain(A={"Type": "Choice", "Choices": [rule]}, B={"Type": "Succeed"}), {"size": "small"})
    assert (shown["status"], shown["error"]) == ("FAILED", "States.NoChoiceMatched")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.variants[0].name", "a"),
        ("$.variants[*].name", ["a", "b"]),
        ("$.variants[?(@.name=='b')].count", [2]),
        ("$.variants[?(@.name=='c')]", []),
        ("$$.Execution.Input.variants[1].count", 2),
        ("States.MathAdd($.variants[1].count, -1)", 1),
        ("States.Format('{} of {}', $.variants[0].name, $.variants[0].count)", "a of 1"),
    ],
)
def test_paths_find_what_they_find_on_aws(cloud: Sandbox, path: str, found: Any) -> None:
    """A plain path finds one value; one that may lead to several finds a list."""
    given = {"variants": [{"name": "a", "count": 1}, {"name": "b", "count": 2}]}
    assert output(run(cloud, chain(A={"Type": "Pass", "Parameters": {"found.$": path}}), given)) == {"found": found}


@pytest.mark.parametrize(
    ("actions", "resource", "allowed"),
    [
        (["sagemaker:DescribeEndpoint"], "*", True),
        (["sagemaker:Describe*"], "arn:aws:sagemaker:us-west-2:123456789012:endpoint/*", True),
        (["sagemaker:DescribeEndpoint"], "arn:aws:sagemaker:us-west-2:123456789012:endpoint/other", False),
        (["sagemaker:UpdateEndpoint"], "*", False),
    ],
)
def test_a_task_needs_a_role_that_allows_it(cloud: Sandbox, actions: list[str], resource: str, allowed: bool) -> None:
    """The role's own policies are judged by action and resource."""
    endpoint = cloud.endpoint()
    role_arn = role(cloud, "states.amazonaws.com", *actions, resource=resource)
    shown = run(cloud, chain(A=call(DESCRIBE, Parameters={"EndpointName": endpoint})), role_arn=role_arn)
    assert (shown["status"] == "SUCCEEDED") is allowed
    if not allowed:
        assert shown["error"] == "SageMaker.SageMakerException"
        assert "is not authorized to perform: sagemaker:DescribeEndpoint on resource: arn:aws" in shown["cause"]
