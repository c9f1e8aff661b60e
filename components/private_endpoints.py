"""Private ways to the AWS services that inference needs: S3 by gateway, the others by interface."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_aws as aws

HTTPS = 443
INTERFACE_SERVICES = (
    "ecr.api",  # image pulls of machines that run in the VPC
    "ecr.dkr",  # the same, for the layers' registry
    "logs",  # containers' logs without a NAT gateway
    "monitoring",  # metrics that containers publish
    "sagemaker.api",  # describing and updating endpoints from inside
    "sagemaker.runtime",  # callers in the VPC invoke without crossing the internet
    "sts",  # regional credentials for all of these
)
"""KMS is left out on purpose: S3, volumes and logs call it on their own behalf, never from the VPC."""


class PrivateEndpointsArgs(TypedDict):
    """What private endpoints need."""

    vpc_id: pulumi.Input[str]
    """VPC to make them in."""
    vpc_cidr: str
    """Addresses that may call them."""
    region: str
    """Region of the services."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Private subnets, one per zone."""
    route_table_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Route tables of those subnets."""
    interfaces: bool
    """Make the interface endpoints, which cost by the hour; the S3 gateway is free and always made."""


class PrivateEndpoints(pulumi.ComponentResource):
    """VPC endpoints whose security group admits HTTPS from the VPC only."""

    s3_prefix_list_id: pulumi.Output[str]
    """Prefix list of S3, for egress rules."""

    def __init__(self, name: str, args: PrivateEndpointsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("modelhost:index:PrivateEndpoints", name, {"interfaces": args["interfaces"]}, opts)
        child = pulumi.ResourceOptions(parent=self)

        s3 = aws.ec2.VpcEndpoint(
            f"{name}-s3",
            vpc_id=args["vpc_id"],
            vpc_endpoint_type="Gateway",
            service_name=f"com.amazonaws.{args['region']}.s3",
            route_table_ids=args["route_table_ids"],
            tags={"Name": f"{name}-s3"},
            opts=child,
        )
        if args["interfaces"]:
            self._interfaces(name, args)

        self.s3_prefix_list_id = s3.prefix_list_id
        self.register_outputs({"s3_prefix_list_id": self.s3_prefix_list_id})

    def _interfaces(self, name: str, args: PrivateEndpointsArgs) -> None:
        """Make one interface endpoint per service behind one security group."""
        child = pulumi.ResourceOptions(parent=self)
        group = aws.ec2.SecurityGroup(
            name,
            vpc_id=args["vpc_id"],
            description="Interface endpoints of AWS services",
            tags={"Name": name},
            opts=child,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-https",
            security_group_id=group.id,
            description="HTTPS from the VPC",
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            cidr_ipv4=args["vpc_cidr"],
            opts=child,
        )
        for service in INTERFACE_SERVICES:
            aws.ec2.VpcEndpoint(
                f"{name}-{service.replace('.', '-')}",
                vpc_id=args["vpc_id"],
                vpc_endpoint_type="Interface",
                service_name=f"com.amazonaws.{args['region']}.{service}",
                subnet_ids=args["subnet_ids"],
                security_group_ids=[group.id],
                private_dns_enabled=True,
                tags={"Name": f"{name}-{service}"},
                opts=child,
            )
