"""What the containers of one endpoint may do: read their model, write their log and metrics, join their network."""

from collections.abc import Sequence
from typing import NamedTuple

from components.account import Account
from components.policy_document import Document, Statement, allow, document

SERVICE = "sagemaker.amazonaws.com"
METRIC_NAMESPACES = ["AWS/SageMaker", "/aws/sagemaker/Endpoints"]
DESCRIBE_NETWORK = [
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs",
]


class ModelSource(NamedTuple):
    """Where the endpoint's model lies."""

    bucket: str
    """Name of the bucket."""
    prefix: str
    """Prefix, or key, that may be read."""
    key_arn: str
    """KMS key of the objects."""


def execution_policy(
    account: Account,
    image: str,
    log_group: str,
    network: tuple[Sequence[str], Sequence[str]],
    source: ModelSource | None,
) -> Document:
    """Return the role's policy; *network* is the subnet ids and the security group ids."""
    statements = [*read_model(account, source)] if source else []
    return document(
        *statements,
        *write_logs(account, log_group),
        *pull_image(account, image),
        publish_metrics(),
        *join_network(account, *network),
    )


def read_model(account: Account, source: ModelSource) -> list[Statement]:
    """Read the endpoint's own prefix, and decrypt through S3 what lies there."""
    bucket = f"arn:{account.partition}:s3:::{source.bucket}"
    objects = f"{bucket}/{source.prefix}*"
    return [
        allow("ReadModel", ["s3:GetObject"], [objects]),
        allow("ListModel", ["s3:ListBucket"], [bucket], condition={"StringLike": {"s3:prefix": [f"{source.prefix}*"]}}),
        allow(
            "DecryptModel",
            ["kms:Decrypt"],
            [source.key_arn],
            condition={
                "StringEquals": {"kms:ViaService": f"s3.{account.region}.amazonaws.com"},
                # With a bucket key the context is the bucket, without one the object.
                "StringLike": {"kms:EncryptionContext:aws:s3:arn": [bucket, objects]},
            },
        ),
    ]


def write_logs(account: Account, log_group: str) -> list[Statement]:
    """Write streams of the endpoint's own log group, which exists before the endpoint does."""
    group = account.arn("logs", f"log-group:{log_group}")
    return [
        allow("FindLogStreams", ["logs:DescribeLogStreams"], [f"{group}:*"]),
        allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [f"{group}:*", f"{group}:log-stream:*"]),
    ]


def pull_image(account: Account, image: str) -> list[Statement]:
    """Pull from the one repository of the image; AWS grants the log-in only on everything."""
    registry, _, rest = image.partition("/")
    repository = rest.partition("@")[0].partition(":")[0]
    owner, region = registry.split(".")[0], registry.split(".")[3]
    return [
        allow(
            "PullImage",
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            [f"arn:{account.partition}:ecr:{region}:{owner}:repository/{repository}"],
        ),
        allow("LogInToRegistry", ["ecr:GetAuthorizationToken"], "*"),
    ]


def publish_metrics() -> Statement:
    """Publish metrics of SageMaker's own namespaces; metrics have no ARN to name instead."""
    return allow(
        "PublishMetrics",
        ["cloudwatch:PutMetricData"],
        "*",
        condition={"StringEquals": {"cloudwatch:namespace": METRIC_NAMESPACES}},
    )


def join_network(account: Account, subnet_ids: Sequence[str], security_group_ids: Sequence[str]) -> list[Statement]:
    """Make network interfaces in the endpoint's own subnets, and remove them; descriptions have no ARN to name."""
    subnets = [account.arn("ec2", f"subnet/{each}") for each in subnet_ids]
    groups = [account.arn("ec2", f"security-group/{each}") for each in security_group_ids]
    interfaces = account.arn("ec2", "network-interface/*")
    # EC2 knows the subnet of an interface in these two actions; SageMaker documents none of them with more than that.
    here = {"ArnEquals": {"ec2:Subnet": subnets}}
    return [
        allow("MakeInterfaces", ["ec2:CreateNetworkInterface"], [*subnets, *groups, interfaces]),
        allow("LendInterfaces", ["ec2:CreateNetworkInterfacePermission"], [interfaces], condition=here),
        allow("RemoveInterfaces", ["ec2:DeleteNetworkInterface"], [interfaces], condition=here),
        allow("ReclaimInterfaces", ["ec2:DeleteNetworkInterfacePermission"], [interfaces]),
        allow("DescribeNetwork", DESCRIBE_NETWORK, "*"),
    ]
