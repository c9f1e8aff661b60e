"""The role that the containers of one endpoint run as."""

import json
from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.account import Account
from components.execution_policy import SERVICE, ModelSource, execution_policy
from components.policy_document import service_trust
from modelhost.spec.iam import IamSpec


class ExecutionRoleArgs(TypedDict):
    """What a role needs; every field narrows what it may do."""

    account: Account
    """Where the endpoint is."""
    iam: IamSpec
    """Path and boundary of the role."""
    image: str
    """Container image, by its registry URI."""
    log_group_name: str
    """Log group that the containers write."""
    subnet_ids: pulumi.Input[Sequence[str]]
    """Subnets that the containers join."""
    security_group_ids: pulumi.Input[Sequence[str]]
    """Security groups of the containers."""
    bucket_name: NotRequired[pulumi.Input[str] | None]
    """Bucket of the model; a model inside its image has none."""
    prefix: NotRequired[str | None]
    """Prefix of the model in the bucket."""
    key_arn: pulumi.Input[str]
    """KMS key of the model."""


class ExecutionRole(pulumi.ComponentResource):
    """A role that SageMaker assumes for this account only, with what one endpoint needs and no more."""

    role_arn: pulumi.Output[str]
    """ARN of the role; known when its policy is in force."""

    def __init__(self, name: str, args: ExecutionRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        account = Account.model_validate(args["account"])
        iam = IamSpec.model_validate(args["iam"])
        super().__init__("modelhost:index:ExecutionRole", name, {"iam": iam.plain(), "image": args["image"]}, opts)
        child = pulumi.ResourceOptions(parent=self)

        role = aws.iam.Role(
            name,
            description=f"Containers of {args['log_group_name'].rpartition('/')[2]}",
            assume_role_policy=json.dumps(service_trust(SERVICE, account.id)),
            path=iam.path,
            permissions_boundary=iam.permissions_boundary_arn,
            opts=child,
        )

        def statements(known: dict[str, Any]) -> str:
            prefix = args.get("prefix")
            source = ModelSource(known["bucket"], prefix, known["key_arn"]) if prefix else None
            network = (known["subnets"], known["groups"])
            return json.dumps(execution_policy(account, args["image"], args["log_group_name"], network, source))

        policy = aws.iam.RolePolicy(
            name,
            role=role.name,
            policy=pulumi.Output.all(
                bucket=args.get("bucket_name"),
                key_arn=args["key_arn"],
                subnets=args["subnet_ids"],
                groups=args["security_group_ids"],
            ).apply(statements),
            opts=child,
        )

        # Whoever waits for the ARN waits for the policy: SageMaker checks access to the model at once.
        self.role_arn = pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))
        self.register_outputs({"role_arn": self.role_arn})
