"""The machine may do what its definition does, to its own endpoint, and no more."""

import json

import pytest

from components.scaling.machine_policy import machine_policy, start_policy
from components.scaling.resize.definition import definition
from components.scaling.resize.plan import ResizePlan, StepAlarm
from tests.components.linting import lint, statement
from tests.components.recording import ACCOUNT, REGION

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PLAN = ResizePlan(
    "dev-digits",
    "primary",
    "realtime",
    {"ml.m7i.large": "dev-digits-0000001", "ml.m7i.2xlarge": "dev-digits-0000002"},
    ("dev-digits-cpu",),
    step_alarms=(StepAlarm({"AlarmName": "dev-digits-size-up"}, (1.0, 2.0)),),
)
ON_EVERYTHING = {"DescribeScaling", "DeliverLogs", "Trace"}
ACTIONS = {
    "applicationautoscaling": "application-autoscaling",
    "sfn": "states",
}


def policy(account, sleeps=True):
    """Return the policy of the machine of an endpoint."""
    return machine_policy(account, PLAN, "dev-digits-resize", KEY, "dev-digits", sleeps=sleeps)


def allowed(document):
    """Return every action that a policy allows."""
    return {action for each in document["Statement"] for action in each["Action"]}


def called(states):
    """Return the actions that states call, as IAM names them."""
    found = set()
    for state in states.values():
        if "ItemProcessor" in state:
            found |= called(state["ItemProcessor"]["States"])
        if "Resource" in state:
            service, operation = state["Resource"].split(":")[-2:]
            found.add(f"{ACTIONS.get(service, service)}:{operation[0].upper()}{operation[1:]}")
    return found


def test_the_policy_passes_the_linter(account):
    """Every action, resource and condition exists; the linter knows DescribeExecution of express machines only."""
    assert {each.partition("[")[2].partition(",")[0] for each in lint(policy(account))} == {
        "{'action': 'states:DescribeExecution'"
    }


def test_a_machine_may_do_all_that_its_definition_does(account):
    """A permission that lacks would show in the middle of the night."""
    assert called(definition(PLAN)["States"]) - allowed(policy(account)) == set()


def test_a_machine_may_do_little_more(account):
    """Logs, traces, the key of volumes, and what AWS asks for on behalf of a call of ours."""
    more = allowed(policy(account)) - called(definition(PLAN)["States"])
    assert {each for each in more if not each.startswith(("logs:", "xray:"))} == {
        "cloudwatch:DeleteAlarms",
        "kms:CreateGrant",
        "sagemaker:AddTags",
    }


def test_only_a_machine_with_hours_deletes_its_endpoint(account):
    """One that changes sizes only can neither create nor delete it."""
    without = allowed(policy(account, sleeps=False))
    assert not {"sagemaker:DeleteEndpoint", "sagemaker:CreateEndpoint", "cloudwatch:DisableAlarmActions"} & without


def test_it_passes_no_role(account):
    """Endpoints get theirs from the model."""
    assert not any(action.startswith("iam:") for action in allowed(policy(account)))


def test_only_its_own_endpoint_and_versions_are_named(account):
    """The endpoint by its name, its configurations by the prefix that the provider gives them."""
    sagemaker = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}"
    assert statement(policy(account), "Update")["Resource"] == [
        f"{sagemaker}:endpoint/dev-digits",
        f"{sagemaker}:endpoint-config/dev-digits-*",
    ]
    assert statement(policy(account), "SleepAndWake")["Resource"] == [f"{sagemaker}:endpoint/dev-digits"]


def test_only_its_own_parameters_are_named(account):
    """It reads the provider's record, and never writes it."""
    ssm = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/modelhost"
    assert f"{ssm}/update/dev-digits" in statement(policy(account), "ReadRecords")["Resource"]
    assert f"{ssm}/update/dev-digits" not in statement(policy(account), "WriteRecords")["Resource"]
    assert f"{ssm}/live/dev-digits" not in statement(policy(account), "ForgetRecords")["Resource"]


def test_only_what_has_no_arn_is_allowed_on_everything(account):
    """Descriptions of scaling, the delivery of logs, and traces; no action has a wildcard."""
    statements = policy(account)["Statement"]
    assert {each["Sid"] for each in statements if each["Resource"] == "*"} == ON_EVERYTHING
    assert not any("*" in action for each in statements for action in each["Action"])


def test_the_policy_fits_an_inline_one(account):
    """IAM takes 10,240 characters for all inline policies of a role, white space not counted."""
    assert len(json.dumps(policy(account), separators=(",", ":"))) < 10_240


@pytest.mark.parametrize("arn", [f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:dev-digits-resize"])
def test_who_gives_orders_starts_one_machine(arn):
    """Nothing else is allowed to Scheduler and to the rule."""
    assert lint(start_policy(arn)) == []
    assert start_policy(arn)["Statement"] == [
        {"Sid": "StartMachine", "Effect": "Allow", "Action": ["states:StartExecution"], "Resource": [arn]}
    ]
