"""What Step Functions refuses of a state machine before it keeps it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, unique
from tests.cloud.machine import call, chain, machine, role

PASS = {"Type": "Pass", "End": True}
DESCRIBE = "sagemaker:describeEndpoint"
NAMED = {"EndpointName": "e"}


def of(states: dict[str, Any], start: str = "A") -> str:
    """Write a definition of these states."""
    return json.dumps({"StartAt": start, "States": states})


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ("{", "INVALID_JSON_DESCRIPTION"),
        (json.dumps({"StartAt": "A"}), r"These fields are required: \[StartAt, States\]"),
        (of({"A": PASS}, "B"), "Missing 'StartAt' target: B at /StartAt"),
        (of({"A": {"Type": "Pass", "Next": "B"}}), "Missing 'Next' target: B at /States/A/Next"),
        (of({"A": PASS, "B": PASS}), 'State "B" is not reachable'),
        (of({"A": {"Type": "Pass"}}), r"Exactly one of these fields is required: \[Next, End\]"),
        (of({"A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}]}}), "target: B"),
        (of({"A": {"Type": "Sleep", "End": True}}), "Value is not valid: Sleep"),
        (of({"A": {"Type": "Wait", "End": True}}), "SCHEMA_VALIDATION_FAILED"),
        (chain(A=call("sagemaker:growEndpoint")), "sagemaker:growEndpoint is not recognized"),
        (chain(A=call("application-autoscaling:describeScalableTargets")), "is not recognized"),
        (
            chain(A=call(DESCRIBE, Parameters={"Endpoint.$": "$.e", **NAMED})),
            "The field 'Endpoint.\\$' is not supported",
        ),
        (chain(A=call(DESCRIBE, Parameters={"endpointName": "e"})), "The field 'endpointName' is not supported"),
        (chain(A=call(DESCRIBE)), "The field 'EndpointName' is required but was missing at /States/A/Parameters"),
    ],
)
def test_a_definition_that_could_not_run_is_refused(cloud: Sandbox, definition: str, words: str) -> None:
    """The refusal names the place in the definition."""
    with pytest.raises(ClientError, match=words) as raised:
        machine(cloud, definition)
    assert raised.value.response["Error"]["Code"] == "InvalidDefinition"


def test_a_mistake_inside_of_a_map_is_found(cloud: Sandbox) -> None:
    """States of an item processor are read like any other."""
    processor = {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "B", "States": {"B": call(DESCRIBE, End=True)}}
    definition = chain(A={"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": processor})
    with pytest.raises(ClientError, match="at /States/A/ItemProcessor/States/B/Parameters"):
        machine(cloud, definition)


def test_a_definition_is_validated_without_being_kept(cloud: Sandbox) -> None:
    """ValidateStateMachineDefinition tells the same."""
    client = cloud.client("stepfunctions")
    assert client.validate_state_machine_definition(definition=of({"A": PASS}))["result"] == "OK"
    found = client.validate_state_machine_definition(definition=of({"A": PASS}, "B"))
    assert (found["result"], found["diagnostics"][0]["location"]) == ("FAIL", "/StartAt")


def test_a_role_that_step_functions_cannot_assume_is_refused(cloud: Sandbox) -> None:
    """The trust policy must name Step Functions."""
    with pytest.raises(ClientError, match=r"Neither the global service principal states\.amazonaws\.com"):
        machine(cloud, of({"A": PASS}), role(cloud, "sagemaker.amazonaws.com"))


@pytest.mark.parametrize(
    ("logging", "words"),
    [
        ({"level": "ALL"}, "Must specify exactly one Log Destination"),
        (
            {
                "level": "ALL",
                "destinations": [
                    {"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-west-2:123456789012:log-group:l"}}
                ],
            },
            r"must end with ':\*'",
        ),
    ],
)
def test_a_log_that_nobody_could_write_is_refused(cloud: Sandbox, logging: dict[str, Any], words: str) -> None:
    """A level needs one log group, by the ARN of its streams."""
    with pytest.raises(ClientError, match=words):
        machine(cloud, of({"A": PASS}), loggingConfiguration=logging)


def test_a_log_needs_a_role_that_may_deliver_it(cloud: Sandbox) -> None:
    """AWS refuses a machine whose role may not set up the delivery of logs."""
    arn = "arn:aws:logs:us-west-2:123456789012:log-group:/aws/vendedlogs/states/m:*"
    logging = {"level": "ERROR", "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": arn}}]}
    with pytest.raises(ClientError, match="The state machine IAM Role is not authorized to access the Log Destination"):
        machine(
            cloud, of({"A": PASS}), role(cloud, "states.amazonaws.com", "sns:Publish"), loggingConfiguration=logging
        )


def test_another_machine_of_the_name_is_refused(cloud: Sandbox) -> None:
    """The same again is no error; another definition is."""
    name, arn, client = unique("machine"), role(cloud), cloud.client("stepfunctions")
    for _ in range(2):
        client.create_state_machine(name=name, definition=of({"A": PASS}), roleArn=arn)
    with pytest.raises(ClientError, match="State Machine Already Exists"):
        client.create_state_machine(name=name, definition=of({"B": PASS}, "B"), roleArn=arn)


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (json.dumps({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": PASS}}), "does not run JSONata"),
        (of({"A": {**PASS, "Assign": {"v.$": "$.v"}}}), "does not run variables at /States/A"),
        (
            chain(A={"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}),
            "does not run arn:aws:states:::lambda",
        ),
    ],
)
def test_what_the_sandbox_does_not_run_is_not_pretended(cloud: Sandbox, definition: str, words: str) -> None:
    """What AWS would take and the interpreter here cannot run is refused as that."""
    with pytest.raises(ClientError, match=words) as raised:
        machine(cloud, definition)
    assert raised.value.response["Error"]["Code"] == "NotImplementedInSandbox"
