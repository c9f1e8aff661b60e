"""Flow logs reach an encrypted log group through a role that can do nothing else."""

import json

from components.vpc_flow_log import VpcFlowLog, delivery_policy
from modelhost.spec.iam import IamSpec
from tests.components.linting import lint, statement
from tests.components.recording import ACCOUNT

BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/boundary"


def flow_log(account):
    """Return a flow log."""
    return VpcFlowLog(
        "flows",
        {
            "vpc_id": "vpc-1",
            "key_arn": "arn:key",
            "retention_days": 90,
            "account": account,
            "iam": IamSpec(path="/ml/", permissions_boundary_arn=BOUNDARY),
        },
    )


def test_all_traffic_is_recorded_in_the_encrypted_group(build, account):
    """Accepted and rejected flows are kept, encrypted, as long as configured."""
    found = build(lambda: flow_log(account))
    assert found.one("LogGroup") == {"retentionInDays": 90, "kmsKeyId": "arn:key"}
    flows = found.one("FlowLog")
    assert (flows["trafficType"], flows["logDestination"], flows["vpcId"]) == ("ALL", "arn:of:flows", "vpc-1")


def test_only_the_flow_log_service_of_this_account_assumes_the_role(build, account):
    """The trust names the service and the account; path and boundary apply."""
    role = build(lambda: flow_log(account)).one("Role")
    [trust] = json.loads(role["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert (role["path"], role["permissionsBoundary"]) == ("/ml/", BOUNDARY)


def test_the_role_writes_this_group_only(build, account):
    """The policy in force is the one that the linter passes."""
    policy = build(lambda: flow_log(account)).one("RolePolicy")["policy"]
    assert json.loads(policy) == delivery_policy("arn:of:flows")
    assert lint(delivery_policy(account.arn("logs", "log-group:flows"))) == []


def test_the_role_may_all_that_the_service_needs_of_the_group():
    """AWS documents four actions, and its actions on a group are checked against the group's ARN ending in `:*`."""
    policy = delivery_policy("arn:of:flows")
    assert statement(policy, "WriteFlows")["Action"] == [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:DescribeLogStreams",
    ]
    assert "arn:of:flows:*" in statement(policy, "WriteFlows")["Resource"]
    assert statement(policy, "FindLogGroup")["Action"] == ["logs:DescribeLogGroups"]
