"""A VPC with public and private subnets over several zones, private ways to AWS, and nothing open."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.account import Account
from components.model_security_group import ModelSecurityGroup
from components.network_outputs import NetworkOutputs
from components.private_endpoints import PrivateEndpoints
from components.vpc_flow_log import VpcFlowLog
from components.zonal_subnets import ZonalSubnets
from modelhost.spec.iam import IamSpec
from modelhost.spec.network import NetworkSpec


class NetworkArgs(TypedDict):
    """What a network needs."""

    spec: NetworkSpec
    """Addresses, zones and NAT."""
    account: Account
    """Where the network is."""
    zones: Sequence[str]
    """Names of the availability zones, as many as *spec* asks for."""
    key_arn: pulumi.Input[str]
    """KMS key of the flow log."""
    log_retention_days: int
    """Days that flows are kept."""
    iam: IamSpec
    """Path and boundary of the flow log's role."""
    protect: bool
    """Refuse to delete the VPC."""


class Network(pulumi.ComponentResource):
    """A VPC whose private subnets reach AWS without the internet."""

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    private_subnet_ids: pulumi.Output[Sequence[str]]
    """Private subnets, in the order of the zones."""
    public_subnet_ids: pulumi.Output[Sequence[str]]
    """Public subnets, in the order of the zones."""
    security_group_ids: pulumi.Output[Sequence[str]]
    """Security groups for model containers."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = NetworkSpec.model_validate(args["spec"])
        account = Account.model_validate(args["account"])
        super().__init__("modelhost:index:Network", name, {"spec": spec.plain()}, opts)
        child = pulumi.ResourceOptions(parent=self)

        vpc = aws.ec2.Vpc(
            name,
            cidr_block=spec.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,  # private names of interface endpoints need both
            tags={"Name": name},
            # Everything that serves traffic lives in it.
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"]),
        )
        # The provider adopts the group that every VPC has, and empties it of all rules that are not named here.
        aws.ec2.DefaultSecurityGroup(f"{name}-default", vpc_id=vpc.id, opts=child)
        subnets = ZonalSubnets(
            name, {"vpc_id": vpc.id, "cidr": spec.cidr, "zones": args["zones"], "nat": spec.nat}, child
        )
        endpoints = PrivateEndpoints(
            f"{name}-endpoints",
            {
                "vpc_id": vpc.id,
                "vpc_cidr": spec.cidr,
                "region": account.region,
                "subnet_ids": subnets.private_subnet_ids,
                "route_table_ids": subnets.private_route_table_ids,
                "interfaces": spec.interface_endpoints,
            },
            child,
        )
        group = ModelSecurityGroup(
            f"{name}-models",
            {"vpc_id": vpc.id, "vpc_cidr": spec.cidr, "s3_prefix_list_id": endpoints.s3_prefix_list_id},
            child,
        )
        if spec.flow_logs:
            VpcFlowLog(
                f"{name}-flows",
                {
                    "vpc_id": vpc.id,
                    "key_arn": args["key_arn"],
                    "retention_days": args["log_retention_days"],
                    "account": account,
                    "iam": args["iam"],
                },
                child,
            )

        self.vpc_id = vpc.id
        self.private_subnet_ids = pulumi.Output.all(*subnets.private_subnet_ids)
        self.public_subnet_ids = pulumi.Output.all(*subnets.public_subnet_ids)
        self.security_group_ids = pulumi.Output.all(group.security_group_id)
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "private_subnet_ids": self.private_subnet_ids,
                "public_subnet_ids": self.public_subnet_ids,
                "security_group_ids": self.security_group_ids,
            }
        )

    @property
    def outputs(self) -> NetworkOutputs:
        """What endpoints need of the network."""
        return NetworkOutputs(self.vpc_id, self.private_subnet_ids, self.security_group_ids, [self])
