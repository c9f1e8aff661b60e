"""How an execution ends when it is stopped in the middle of a task."""

from __future__ import annotations

from tests.cloud.embedded import Sandbox, until
from tests.cloud.machine import call, chain, ended, machine

SLOW_SECONDS = 0.5


def test_an_execution_that_was_stopped_in_a_task_is_aborted(cloud: Sandbox) -> None:
    """The task's answer comes after the stop, and makes no failure of it."""
    endpoint, client = cloud.endpoint(), cloud.client("stepfunctions")
    match = {"EndpointName": endpoint}
    fault = {"service": "sagemaker", "operation": "DescribeEndpoint", "kind": "slow", "match": match}
    cloud.control("faults", fault | {"seconds": SLOW_SECONDS})
    look = call("sagemaker:describeEndpoint", Parameters=match)
    arn = machine(cloud, chain(Look=look, Done={"Type": "Succeed"}))
    execution = client.start_execution(stateMachineArn=arn)["executionArn"]
    until(lambda: all(each["match"] != match for each in cloud.control("faults")))

    client.stop_execution(executionArn=execution)

    assert ended(cloud, execution)["status"] == "ABORTED"
