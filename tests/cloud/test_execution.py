"""State machines really run: against this very server, with the words and errors of Step Functions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud.embedded import Sandbox, unique
from tests.cloud.machine import call, chain, output, run

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
