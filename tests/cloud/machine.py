"""State machines for tests: how they are made, run and waited for."""

from __future__ import annotations

import json
from typing import Any

from tests.cloud.embedded import Sandbox, unique, until

Fields = dict[str, Any]


def trust(service: str) -> str:
    """Return a trust policy for a service."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def role(cloud: Sandbox, service: str = "states.amazonaws.com", *actions: str, resource: str = "*") -> str:
    """Create a role that a service may assume, and that allows these actions: without any, all."""
    name = unique("role")
    arn = cloud.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))["Role"]["Arn"]
    statement = {"Effect": "Allow", "Action": list(actions) or "*", "Resource": resource}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    cloud.client("iam").put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy)
    return str(arn)


def chain(**states: Fields) -> str:
    """Write a definition of states that follow each other, but for those that say where they go on."""
    names = list(states)
    goes_on = ("Next", "End", "Default", "Choices")
    for name, following in zip(names, [*names[1:], None], strict=True):
        state = states[name]
        if state["Type"] not in ("Succeed", "Fail") and not any(key in state for key in goes_on):
            state.update({"Next": following} if following else {"End": True})
    return json.dumps({"StartAt": names[0], "States": states})


def call(action: str, **fields: Any) -> Fields:
    """Write a task that calls an operation of AWS, such as sagemaker:describeEndpoint."""
    return {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{action}", "Parameters": {}, **fields}


def machine(cloud: Sandbox, definition: str, role_arn: str | None = None, **fields: Any) -> str:
    """Create a state machine and give its ARN."""
    made = cloud.client("stepfunctions").create_state_machine(
        name=unique("machine"), definition=definition, roleArn=role_arn or role(cloud), **fields
    )
    return str(made["stateMachineArn"])


def run(cloud: Sandbox, definition: str, given: Fields | None = None, role_arn: str | None = None) -> Fields:
    """Run a definition to its end and describe the execution."""
    arn = machine(cloud, definition, role_arn)
    started = cloud.client("stepfunctions").start_execution(stateMachineArn=arn, input=json.dumps(given or {}))
    return ended(cloud, started["executionArn"])


def ended(cloud: Sandbox, arn: str) -> Fields:
    """Wait until an execution is over, and describe it."""

    def over() -> Fields | None:
        shown = cloud.client("stepfunctions").describe_execution(executionArn=arn)
        return shown if shown["status"] != "RUNNING" else None

    found: Fields = until(over)
    return found


def output(execution: Fields) -> Any:
    """Read the output of an execution that succeeded."""
    assert execution["status"] == "SUCCEEDED", execution
    return json.loads(execution["output"])
