"""The role of those who give a machine its orders: EventBridge Scheduler, or an EventBridge rule."""

import json
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.account import Account
from components.policy_document import service_trust
from components.scaling.machine_policy import start_policy
from modelhost.spec.iam import IamSpec

SCHEDULER, EVENTS = "scheduler.amazonaws.com", "events.amazonaws.com"


class StarterRoleArgs(TypedDict):
    """What the role needs."""

    account: Account
    """Where the machine is."""
    iam: IamSpec
    """Path and boundary of the role."""
    service: str
    """Who assumes it."""
    machine_arn: pulumi.Input[str]
    """The one machine that it may start."""


class StarterRole(pulumi.ComponentResource):
    """A role that starts one machine and does nothing else."""

    role_arn: pulumi.Output[str]
    """ARN of the role; known when its policy is in force."""

    def __init__(self, name: str, args: StarterRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        account, iam = Account.model_validate(args["account"]), IamSpec.model_validate(args["iam"])
        super().__init__("modelhost:index:StarterRole", name, {"service": args["service"]}, opts)
        child = pulumi.ResourceOptions(parent=self)

        role = aws.iam.Role(
            name,
            assume_role_policy=json.dumps(service_trust(args["service"], account.id)),
            path=iam.path,
            permissions_boundary=iam.permissions_boundary_arn,
            opts=child,
        )
        policy = aws.iam.RolePolicy(
            name,
            role=role.name,
            policy=pulumi.Output.from_input(args["machine_arn"]).apply(lambda arn: json.dumps(start_policy(arn))),
            opts=child,
        )

        self.role_arn = pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))
        self.register_outputs({"role_arn": self.role_arn})
