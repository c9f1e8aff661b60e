"""The security group of model containers: nothing comes in, only HTTPS goes out."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

HTTPS = 443


class ModelSecurityGroupArgs(TypedDict):
    """What the security group needs."""

    vpc_id: pulumi.Input[str]
    """VPC of the containers."""
    vpc_cidr: NotRequired[pulumi.Input[str]]
    """Addresses of the interface endpoints; without it HTTPS may go anywhere, as an existing VPC may need."""
    s3_prefix_list_id: NotRequired[pulumi.Input[str]]
    """Prefix list of the S3 gateway endpoint, through which the model is downloaded."""


class ModelSecurityGroup(pulumi.ComponentResource):
    """A security group that lets a container download its model and call AWS privately, and nothing else."""

    security_group_id: pulumi.Output[str]
    """Id of the security group."""

    def __init__(self, name: str, args: ModelSecurityGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("modelhost:index:ModelSecurityGroup", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        group = aws.ec2.SecurityGroup(name, vpc_id=args["vpc_id"], description="Model containers", opts=child)
        self._https(f"{name}-out", group.id, args.get("vpc_cidr", "0.0.0.0/0"), None)
        if "s3_prefix_list_id" in args:
            self._https(f"{name}-s3", group.id, None, args["s3_prefix_list_id"])

        self.security_group_id = group.id
        self.register_outputs({"security_group_id": self.security_group_id})

    def _https(
        self,
        name: str,
        group_id: pulumi.Output[str],
        cidr: pulumi.Input[str] | None,
        prefix_list_id: pulumi.Input[str] | None,
    ) -> None:
        """Let HTTPS out to addresses or to a prefix list."""
        aws.vpc.SecurityGroupEgressRule(
            name,
            security_group_id=group_id,
            description="HTTPS to S3" if cidr is None else "HTTPS to AWS",
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            cidr_ipv4=cidr,
            prefix_list_id=prefix_list_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
