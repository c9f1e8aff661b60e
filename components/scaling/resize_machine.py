"""The machine that resizes an endpoint, or lets it sleep: Step Functions, SDK calls only, nothing to maintain.

It is made after the endpoint, so an `up` that ships a model updates it last; until then it waits, and with
configurations of another time it does not act. When a strategy drops it, the provider's update of the endpoint comes
first and waits for an execution at work: Step Functions ends the executions of a deleted machine where they stand.
What even that cannot save lies in SSM, and the provider puts it back.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws

from components.account import Account
from components.policy_document import service_trust
from components.scaling.machine_policy import SERVICE, machine_policy
from components.scaling.resize.definition import definition
from components.scaling.resize.plan import ResizePlan, StepAlarm
from modelhost.spec.iam import IamSpec
from modelhost.spec.name import cloud_name

LOG_GROUP_PREFIX = "/aws/vendedlogs/states/"
LONGEST_PREFIX = 55
"""Of configurations: the provider adds a hyphen and seven digits."""
LONGEST_NAME = 80


class ResizeMachineArgs(TypedDict):
    """What the machine needs."""

    account: Account
    """Where the endpoint is."""
    iam: IamSpec
    """Path and boundary of its role."""
    endpoint_name: pulumi.Input[str]
    """Endpoint that is in service."""
    name: str
    """Name of the endpoint, as far as it is known before."""
    variant_name: str
    """Its variant that scales."""
    kind: str
    """Kind of the endpoint."""
    configuration_names: pulumi.Input[Mapping[str, str]]
    """Configurations by size."""
    sizes: Sequence[str]
    """The sizes, smallest first."""
    alarm_names: pulumi.Input[Sequence[str]]
    """Alarms that are muted while it sleeps."""
    step_alarms: Sequence[StepAlarm]
    """Alarms of a ladder, whose thresholds fit one size."""
    cooldown_seconds: int
    """Wait after a step of a ladder before the next."""
    limit_seconds: int
    """Limit of the endpoint's rollouts."""
    sleeps: bool
    """Whether it may delete the endpoint, and create it again."""
    key_arn: pulumi.Input[str]
    """KMS key of the endpoint's volumes and of the machine's log."""
    log_retention_days: int
    """Days that its log is kept."""


class ResizeMachine(pulumi.ComponentResource):
    """A state machine with its role and its log."""

    machine_arn: pulumi.Output[str]
    """ARN of the machine."""

    def __init__(self, name: str, args: ResizeMachineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        account, iam = Account.model_validate(args["account"]), IamSpec.model_validate(args["iam"])
        intent = {"sizes": list(args["sizes"]), "sleeps": args["sleeps"]}
        super().__init__("modelhost:index:ResizeMachine", name, intent, opts)
        child = pulumi.ResourceOptions(parent=self)
        machine, plan = machine_name(args["name"]), _plan(args, account.partition)

        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=f"{LOG_GROUP_PREFIX}{machine}",
            retention_in_days=args["log_retention_days"],
            kms_key_id=args["key_arn"],
            opts=child,
        )
        role = aws.iam.Role(
            f"{name}-role",
            description=f"Changes the size of {args['name']}",
            assume_role_policy=json.dumps(service_trust(SERVICE, account.id)),
            path=iam.path,
            permissions_boundary=iam.permissions_boundary_arn,
            opts=child,
        )
        prefix = cloud_name(args["name"], limit=LONGEST_PREFIX)
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=role.name,
            policy=pulumi.Output.all(plan, args["key_arn"]).apply(
                lambda known: json.dumps(
                    machine_policy(account, known[0], machine, known[1], prefix, sleeps=args["sleeps"])
                )
            ),
            opts=child,
        )
        state_machine = aws.sfn.StateMachine(
            name,
            name=machine,
            type="STANDARD",
            role_arn=role.arn,
            definition=plan.apply(lambda known: json.dumps(definition(known))),
            logging_configuration={
                "level": "ERROR",
                "include_execution_data": True,
                "log_destination": logs.arn.apply(lambda arn: f"{arn}:*"),
            },
            tracing_configuration={"enabled": True},
            # Step Functions refuses a machine whose role may not write its log.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

        self.machine_arn = state_machine.arn
        self.register_outputs({"machine_arn": self.machine_arn})


def machine_name(endpoint_name: str) -> str:
    """Return the name of the machine of an endpoint."""
    return cloud_name(endpoint_name, "resize", limit=LONGEST_NAME)


def _plan(args: ResizeMachineArgs, partition: str) -> pulumi.Output[ResizePlan]:
    """Return what the machine has to know, once the endpoint stands."""
    early = ResizePlan(
        endpoint=args["name"],
        variant=args["variant_name"],
        kind=args["kind"],
        cooldown_seconds=int(args["cooldown_seconds"]),
        limit_seconds=int(args["limit_seconds"]),
        step_alarms=tuple(args["step_alarms"]),
        partition=partition,
    )

    def late(known: dict[str, Any]) -> ResizePlan:
        names = known["configurations"]
        return replace(
            early,
            configurations={size: names[size] for size in args["sizes"]},
            alarms=tuple(known["alarms"]),
        )

    return pulumi.Output.all(
        configurations=args["configuration_names"],
        alarms=args["alarm_names"],
        endpoint=args["endpoint_name"],
    ).apply(late)
