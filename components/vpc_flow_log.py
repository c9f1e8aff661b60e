"""Record every flow of a VPC in an encrypted log group."""

import json
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.account import Account
from components.policy_document import Document, allow, document, service_trust
from modelhost.spec.iam import IamSpec

SERVICE = "vpc-flow-logs.amazonaws.com"
WRITE_ACTIONS = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"]
FIND_ACTIONS = ["logs:DescribeLogGroups"]


class VpcFlowLogArgs(TypedDict):
    """What a flow log needs."""

    vpc_id: pulumi.Input[str]
    """VPC to record."""
    key_arn: pulumi.Input[str]
    """KMS key of the log group."""
    retention_days: int
    """Days that flows are kept."""
    account: Account
    """Where the VPC is."""
    iam: IamSpec
    """Path and boundary of the role."""


def delivery_policy(log_group_arn: str) -> Document:
    """Return what the flow-log service may do: write streams of this one log group; groups are listed all or none."""
    # IAM checks actions on a group against its ARN with `:*` at the end.
    return document(
        allow("WriteFlows", WRITE_ACTIONS, [log_group_arn, f"{log_group_arn}:*", f"{log_group_arn}:log-stream:*"]),
        allow("FindLogGroup", FIND_ACTIONS, "*"),
    )


class VpcFlowLog(pulumi.ComponentResource):
    """A flow log of all traffic, its log group, and a role that can write there only."""

    log_group_name: pulumi.Output[str]
    """Name of the log group."""

    def __init__(self, name: str, args: VpcFlowLogArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        account = Account.model_validate(args["account"])
        iam = IamSpec.model_validate(args["iam"])
        super().__init__("modelhost:index:VpcFlowLog", name, {"retention_days": args["retention_days"]}, opts)
        child = pulumi.ResourceOptions(parent=self)

        logs = aws.cloudwatch.LogGroup(
            name, retention_in_days=int(args["retention_days"]), kms_key_id=args["key_arn"], opts=child
        )
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=json.dumps(service_trust(SERVICE, account.id)),
            path=iam.path,
            permissions_boundary=iam.permissions_boundary_arn,
            opts=child,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=role.name,
            policy=logs.arn.apply(lambda arn: json.dumps(delivery_policy(arn))),
            opts=child,
        )
        aws.ec2.FlowLog(
            f"{name}-flows",
            vpc_id=args["vpc_id"],
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=logs.arn,
            iam_role_arn=role.arn,
            # A role without its policy delivers nothing and reports no error.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

        self.log_group_name = logs.name
        self.register_outputs({"log_group_name": self.log_group_name})
