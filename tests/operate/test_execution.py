"""What a dead execution of a state machine left, and putting it right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelhost.operate.cloud import Cloud
from modelhost.operate.problem import OperateError
from modelhost.operate.recovery.execution import ASLEEP, ROOT, dead_executions, mend
from tests.cloud.embedded import ROLE, Sandbox, scope_of, unique, until
from tests.operate.test_restore import PATIENCE_SECONDS, SERVICE, captured, essence, scaled

FAILING = {"StartAt": "x", "States": {"x": {"Type": "Fail", "Error": "RolledBack", "Cause": "no capacity"}}}
NEVER = {"Variable": "$.never", "IsPresent": True, "Next": "end"}
ENDLESS = {
    "StartAt": "x",
    "States": {
        "x": {"Type": "Wait", "Seconds": 3600, "Next": "again"},
        "again": {"Type": "Choice", "Choices": [NEVER], "Default": "x"},
        "end": {"Type": "Succeed"},
    },
}
"""The sandbox shortens every wait."""


def execution(cloud: Cloud, definition: dict[str, Any], status: str) -> str:
    """An execution in this state."""
    client = cloud.client("stepfunctions")
    machine = client.create_state_machine(name=unique("resize"), definition=json.dumps(definition), roleArn=ROLE)
    arn = str(client.start_execution(stateMachineArn=machine["stateMachineArn"], input="{}")["executionArn"])
    until(lambda: client.describe_execution(executionArn=arn)["status"] == status)
    return arn


def put(cloud: Cloud, name: str, value: Any) -> None:
    """Write a parameter as the state machine does."""
    cloud.client("ssm").put_parameter(Name=name, Value=json.dumps(value), Type="String", Overwrite=True)


def left(cloud: Cloud, endpoint: str, arn: str, scaling: dict[str, Any], **fields: Any) -> None:
    """What an execution keeps while it works."""
    targets = [{"target": target, "tags": {"owner": "ml"}} for target in scaling["targets"]]
    started = "2026-11-22T05:00:00.000Z"
    lock = {"execution": arn, "action": "resize", "startedAt": started, "stage": "working", "targets": targets}
    put(cloud, ROOT + endpoint, {**lock, **fields})
    for kind, items in (("policies", scaling["policies"]), ("scheduled-actions", scaling["scheduledActions"])):
        for number, item in enumerate(items):
            put(
                cloud,
                f"{ROOT}{endpoint}/{kind}/{number}",
                {**item, "StepScalingPolicyConfiguration": None, "EndTime": None},
            )


def died(sandbox: Sandbox, cloud: Cloud) -> tuple[str, dict[str, Any]]:
    """An endpoint whose state machine failed after it had taken the scaling away."""
    endpoint = scaled(sandbox, cloud)
    before = captured(cloud, endpoint)
    cloud.client(SERVICE).deregister_scalable_target(**scope_of(endpoint))
    left(cloud, endpoint, execution(cloud, FAILING, "FAILED"), before)
    return endpoint, before


def parameters(cloud: Cloud, endpoint: str) -> list[str]:
    """The parameters that tell of an execution at *endpoint*."""
    listed = cloud.items("ssm", "get_parameters_by_path", "Parameters", Path="/modelhost", Recursive=True)
    return [each["Name"] for each in listed if f"/{endpoint}" in each["Name"]]


def test_the_scaling_comes_back_and_the_execution_is_forgotten(sandbox: Sandbox, cloud: Cloud):
    """Target, policy and scheduled action are what they were, and nothing is left to recover."""
    endpoint, before = died(sandbox, cloud)
    [dead] = dead_executions(cloud, [endpoint])
    done = mend(cloud, dead, PATIENCE_SECONDS)
    assert essence(captured(cloud, endpoint)) == essence(before)
    assert (parameters(cloud, endpoint), dead_executions(cloud, [endpoint])) == ([], [])
    assert done[-1] == "the execution that had ended FAILED is forgotten"


def test_how_it_ended_is_told(sandbox: Sandbox, cloud: Cloud):
    """In the words of the state machine."""
    endpoint, _ = died(sandbox, cloud)
    [dead] = dead_executions(cloud, [endpoint])
    assert (dead.ended, dead.action) == ("FAILED: RolledBack: no capacity", "resize")


def test_what_somebody_put_back_meanwhile_is_kept(sandbox: Sandbox, cloud: Cloud):
    """Only what is missing comes back."""
    endpoint, _ = died(sandbox, cloud)
    sandbox.register(endpoint, low=2, high=9)
    [dead] = dead_executions(cloud, [endpoint])
    mend(cloud, dead, PATIENCE_SECONDS)
    found = captured(cloud, endpoint)
    assert [(each["MinCapacity"], each["MaxCapacity"]) for each in found["targets"]] == [(2, 9)]
    assert [each["PolicyName"] for each in found["policies"]] == ["follow"]


def test_an_execution_that_runs_is_left_alone(sandbox: Sandbox, cloud: Cloud):
    """It puts back itself what it has taken."""
    endpoint = scaled(sandbox, cloud)
    arn = execution(cloud, ENDLESS, "RUNNING")
    left(cloud, endpoint, arn, captured(cloud, endpoint))
    try:
        assert dead_executions(cloud, [endpoint]) == []
    finally:
        cloud.client("stepfunctions").stop_execution(executionArn=arn)


def test_an_endpoint_that_sleeps_is_left_alone(sandbox: Sandbox, cloud: Cloud):
    """Its execution ended well, and the endpoint is gone until its hours come."""
    endpoint = unique("asleep")
    put(cloud, ASLEEP + endpoint, {"configuration": "c", "count": 1})
    nothing: dict[str, Any] = {"targets": [], "policies": [], "scheduledActions": []}
    left(cloud, endpoint, execution(cloud, FAILING, "FAILED"), nothing, stage="asleep")
    assert dead_executions(cloud, [endpoint]) == []


def test_a_wake_up_that_died_is_ended(sandbox: Sandbox, cloud: Cloud):
    """The endpoint serves again: its scaling comes back, its alarms speak, and nothing says that it sleeps."""
    endpoint, _ = died(sandbox, cloud)
    put(cloud, ASLEEP + endpoint, {"configuration": "c", "count": 1})
    client, name = cloud.client("cloudwatch"), f"{endpoint}-p99"
    client.put_metric_alarm(
        AlarmName=name,
        MetricName="ModelLatency",
        Namespace="AWS/SageMaker",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        Statistic="Average",
        ActionsEnabled=False,
    )
    [dead] = dead_executions(cloud, [endpoint])
    mend(cloud, dead, PATIENCE_SECONDS)
    assert dead.muted_alarms == (name,)
    assert client.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["ActionsEnabled"]
    assert parameters(cloud, endpoint) == []


def test_an_execution_that_aws_has_forgotten_is_dead(sandbox: Sandbox, cloud: Cloud):
    """Step Functions keeps executions for ninety days, and none of a deleted machine."""
    endpoint = scaled(sandbox, cloud)
    arn = "arn:aws:states:us-west-2:123456789012:execution:gone:gone"
    left(cloud, endpoint, arn, captured(cloud, endpoint))
    [dead] = dead_executions(cloud, [endpoint])
    assert dead.ended == "gone"


def test_of_an_endpoint_that_is_gone_the_record_stays(cloud: Cloud):
    """The next up makes it serve, and the scaling is needed then."""
    endpoint = unique("gone")
    nothing: dict[str, Any] = {"targets": [], "policies": [], "scheduledActions": []}
    left(cloud, endpoint, execution(cloud, FAILING, "FAILED"), nothing)
    [dead] = dead_executions(cloud, [endpoint])
    assert "it is gone, so its scaling stays recorded" in mend(cloud, dead, PATIENCE_SECONDS)[-1]
    assert ROOT + endpoint in parameters(cloud, endpoint)


def test_a_parameter_that_somebody_wrote_is_told_of(cloud: Cloud):
    """With what to do about it."""
    endpoint = unique("odd")
    cloud.client("ssm").put_parameter(Name=ROOT + endpoint, Value="not json", Type="String")
    with pytest.raises(OperateError, match=f"{ROOT}{endpoint}: what a state machine kept cannot be read"):
        dead_executions(cloud, [endpoint])
