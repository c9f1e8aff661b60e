"""The role that the containers of one endpoint run as."""

import json
from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.account import Account
from components.execution_policy import SERVICE, ModelSource, execution_policy
from components.policy_document import Statement, service_trust
from modelhost.spec.iam import IamSpec


class ModelSourceArgs(TypedDict):
    """Where one model lies."""

    bucket_name: pulumi.Input[str]
    """Bucket of the model."""
    prefix: str
    """Prefix of the model in the bucket."""
    key_arn: pulumi.Input[str]
    """KMS key of the model."""


class ExecutionRoleArgs(TypedDict):
    """What a role needs; every field narrows what it may do."""

    account: Account
    """Where the endpoint is."""
    iam: IamSpec
    """Path and boundary of the role."""
    images: Sequence[str]
    """Container images, by their registry URIs."""
    log_group_name: str
    """Log group that the containers write."""
    subnet_ids: NotRequired[pulumi.Input[Sequence[str]]]
    """Subnets that the containers join; none outside a VPC."""
    security_group_ids: NotRequired[pulumi.Input[Sequence[str]]]
    """Security groups of the containers."""
    sources: Sequence[ModelSourceArgs]
    """Where the models lie; those inside their images lie nowhere."""
    statements: NotRequired[pulumi.Input[Sequence[Statement]]]
    """What else the endpoint's kind needs."""


class ExecutionRole(pulumi.ComponentResource):
    """A role that SageMaker assumes for this account only, with what one endpoint needs and no more."""

    role_arn: pulumi.Output[str]
    """ARN of the role; known when its policy is in force."""

    def __init__(self, name: str, args: ExecutionRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        account = Account.model_validate(args["account"])
        iam = IamSpec.model_validate(args["iam"])
        super().__init__(
            "modelhost:index:ExecutionRole", name, {"iam": iam.plain(), "images": list(args["images"])}, opts
        )
        child = pulumi.ResourceOptions(parent=self)

        role = aws.iam.Role(
            name,
            description=f"Containers of {args['log_group_name'].rpartition('/')[2]}",
            assume_role_policy=json.dumps(service_trust(SERVICE, account.id)),
            path=iam.path,
            permissions_boundary=iam.permissions_boundary_arn,
            opts=child,
        )

        networked = "subnet_ids" in args

        def statements(known: dict[str, Any]) -> str:
            network = (known["subnets"], known["groups"]) if networked else None
            sources = [ModelSource(each["bucket_name"], each["prefix"], each["key_arn"]) for each in known["sources"]]
            policy = execution_policy(
                account, args["images"], args["log_group_name"], network, sources, known["statements"]
            )
            return json.dumps(policy)

        policy = aws.iam.RolePolicy(
            name,
            role=role.name,
            policy=pulumi.Output.all(
                sources=args["sources"],
                subnets=args.get("subnet_ids"),
                groups=args.get("security_group_ids"),
                statements=args.get("statements", []),
            ).apply(statements),
            opts=child,
        )

        # Whoever waits for the ARN waits for the policy: SageMaker checks access to the model at once.
        self.role_arn = pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))
        self.register_outputs({"role_arn": self.role_arn})
