"""State machines really run: against this very server, with the words and errors of Step Functions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, start, stop, unique, until
from tests.cloud.machine import call, chain, ended, machine, output, run
from tests.cloud.test_alarm import described, put_alarm
from tests.cloud.test_bus import aim, executions

DESCRIBE = "sagemaker:describeEndpoint"
DONE = {"Type": "Succeed"}


def test_a_machine_waits_for_an_endpoint_and_moves_its_scaling(cloud: Sandbox) -> None:
    """Tasks, a loop of Choice and Wait, and a Map over what was described: the shape of a guarded update."""
    endpoint = cloud.endpoint()
    cloud.register(endpoint, low=1, high=5)
    shown = output(run(cloud, moved(endpoint)))
    assert [one["MinCapacity"] for one in shown["targets"]["ScalableTargets"]] == [1]
    scalable = cloud.client("application-autoscaling").describe_scalable_targets(
        ServiceNamespace="sagemaker", ResourceIds=[f"endpoint/{endpoint}/variant/main"]
    )["ScalableTargets"]
    assert [(one["MinCapacity"], one["MaxCapacity"]) for one in scalable] == [(2, 5)]


def moved(endpoint: str) -> str:
    """Write a machine that deregisters, resizes, waits until all is at rest, and registers again."""
    scope = {name: f"$.{name}" for name in ("ServiceNamespace", "ResourceId", "ScalableDimension")}
    named = {f"{name}.$": path for name, path in scope.items()}
    wanted = {"EndpointName": endpoint, "DesiredWeightsAndCapacities": [{"VariantName": "main", "DesiredWeight": 2}]}
    again = {**named, "MinCapacity": 2, "MaxCapacity.$": "$.MaxCapacity"}
    in_service = {"Variable": "$.now.EndpointStatus", "StringEquals": "InService", "Next": "Register"}
    return chain(
        Targets=call(
            "applicationautoscaling:describeScalableTargets",
            Parameters={"ServiceNamespace": "sagemaker", "ResourceIds": [f"endpoint/{endpoint}/variant/main"]},
            ResultPath="$.targets",
        ),
        Deregister=each("deregisterScalableTarget", named),
        Resize=call("sagemaker:updateEndpointWeightsAndCapacities", Parameters=wanted, ResultPath=None),
        Look=call(DESCRIBE, Parameters={"EndpointName": endpoint}, ResultPath="$.now"),
        Rested={"Type": "Choice", "Choices": [in_service], "Default": "Wait"},
        Wait={"Type": "Wait", "Seconds": 300, "Next": "Look"},
        Register=each("registerScalableTarget", again),
    )


def each(action: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Write a Map that makes a call for each scalable target."""
    task = call(f"applicationautoscaling:{action}", Parameters=parameters, End=True)
    processor = {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "Do", "States": {"Do": task}}
    return {"Type": "Map", "ItemsPath": "$.targets.ScalableTargets", "ItemProcessor": processor, "ResultPath": None}


def test_an_execution_is_stopped(cloud: Sandbox) -> None:
    """StopExecution aborts a machine that would run for ever."""
    client = cloud.client("stepfunctions")
    arn = machine(cloud, chain(A={"Type": "Wait", "Seconds": 1, "Next": "A"}))
    execution = client.start_execution(stateMachineArn=arn)["executionArn"]
    until(lambda: client.get_execution_history(executionArn=execution)["events"])
    client.stop_execution(executionArn=execution, error="Tired", cause="enough")
    assert ended(cloud, execution)["status"] == "ABORTED"


def test_a_history_tells_every_step(cloud: Sandbox) -> None:
    """GetExecutionHistory lists what happened in order."""
    shown = run(cloud, chain(A={"Type": "Wait", "Seconds": 1}, B={"Type": "Succeed"}))
    events = cloud.client("stepfunctions").get_execution_history(executionArn=shown["executionArn"])["events"]
    assert [one["type"] for one in events] == [
        "ExecutionStarted",
        "WaitStateEntered",
        "WaitStateExited",
        "SucceedStateEntered",
        "SucceedStateExited",
        "ExecutionSucceeded",
    ]


def test_an_execution_of_the_same_name_is_refused_once_it_is_over(cloud: Sandbox) -> None:
    """A name is taken for good."""
    client = cloud.client("stepfunctions")
    arn = machine(cloud, chain(A={"Type": "Succeed"}))
    ended(cloud, client.start_execution(stateMachineArn=arn, name="once")["executionArn"])
    with pytest.raises(ClientError, match="Execution Already Exists"):
        client.start_execution(stateMachineArn=arn, name="once")


def test_the_control_plane_lists_executions_with_their_end(cloud: Sandbox) -> None:
    """Status, output, error and cause of every execution can be asked for at once."""
    failed = run(cloud, chain(A={"Type": "Fail", "Error": "Rolled back", "Cause": "alarm"}))
    (shown,) = [one for one in cloud.control("executions") if one["executionArn"] == failed["executionArn"]]
    assert (shown["status"], shown["error"], shown["cause"]) == ("FAILED", "Rolled back", "alarm")


def test_a_running_execution_does_not_keep_the_server_from_ending(tmp_path: Path) -> None:
    """Executions end with the sandbox."""
    own = start(tmp_path)
    arn = machine(own, chain(A={"Type": "Wait", "Seconds": 1, "Next": "A"}))
    own.client("stepfunctions").start_execution(stateMachineArn=arn)
    stop(own)
    assert own.process.returncode == 0


def test_a_machine_is_told_of_while_it_stands(cloud: Sandbox) -> None:
    """State machines are among the resources, with their tags."""
    arn = machine(cloud, chain(A={"Type": "Succeed"}), tags=[{"key": "owner", "value": "a"}])
    (shown,) = [one for one in cloud.control("resources") if one["arn"] == arn]
    assert (shown["kind"], shown["tags"]) == ("state-machine", {"owner": "a"})
    cloud.client("stepfunctions").delete_state_machine(stateMachineArn=arn)
    assert not [one for one in cloud.control("resources") if one["arn"] == arn]


def test_a_failed_execution_sets_off_its_alarm(cloud: Sandbox) -> None:
    """An alarm on ExecutionsFailed of the machine goes off; a success leaves it alone."""
    client = cloud.client("stepfunctions")
    choice = {"Variable": "$.well", "BooleanEquals": True, "Next": "B"}
    arn = machine(cloud, chain(A={"Type": "Choice", "Choices": [choice], "Default": "C"}, B=DONE, C={"Type": "Fail"}))
    dimensions = [{"Name": "StateMachineArn", "Value": arn}]
    metric = {"Namespace": "AWS/States", "MetricName": "ExecutionsFailed", "Dimensions": dimensions}
    wanted = {"Statistic": "Sum", "ExtendedStatistic": None, "Threshold": 0, "EvaluationPeriods": 1}
    alarm = put_alarm(cloud, **metric, **wanted)
    for well, state in (("true", "INSUFFICIENT_DATA"), ("false", "ALARM")):
        ended(cloud, client.start_execution(stateMachineArn=arn, input=f'{{"well": {well}}}')["executionArn"])
        assert until(lambda state=state: described(cloud, alarm)["StateValue"] == state)


def test_the_end_of_an_execution_is_an_event(cloud: Sandbox) -> None:
    """A rule on the status of executions starts its own target."""
    first, second = (machine(cloud, chain(A=dict(DONE))) for _ in range(2))
    name = unique("rule")
    pattern = {"source": ["aws.states"], "detail": {"stateMachineArn": [first], "status": ["SUCCEEDED"]}}
    cloud.client("events").put_rule(Name=name, EventPattern=json.dumps(pattern))
    aim(cloud, name, second)
    cloud.client("stepfunctions").start_execution(stateMachineArn=first)
    assert until(lambda: executions(cloud, second))


def test_the_interpreter_is_not_loaded_before_it_is_needed() -> None:
    """It costs a second, which the start of the server does not pay."""
    code = "import sys, modelhost.sandbox.cloud.server; print([m for m in sys.modules if 'stepfunctions.parser' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
