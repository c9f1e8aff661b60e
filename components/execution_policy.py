"""What the containers of one endpoint may do: read their model, write their log and metrics, join their network."""

from collections.abc import Sequence
from typing import NamedTuple

from components.account import Account
from components.policy_document import Document, Statement, allow, document, through_s3

SERVICE = "sagemaker.amazonaws.com"
METRIC_NAMESPACES = ["AWS/SageMaker", "/aws/sagemaker/Endpoints", "/aws/sagemaker/InferenceComponents"]
DESCRIBE_NETWORK = [
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs",
]


class ModelSource(NamedTuple):
    """Where one of the endpoint's models lies."""

    bucket: str
    """Name of the bucket."""
    prefix: str
    """Prefix, or key, that may be read."""
    key_arn: str
    """KMS key of the objects."""


def execution_policy(
    account: Account,
    images: Sequence[str],
    log_group: str,
    network: tuple[Sequence[str], Sequence[str]] | None,
    sources: Sequence[ModelSource],
    more: Sequence[Statement] = (),
) -> Document:
    """Return the role's policy; *network* is the subnet ids and the security group ids, none outside a VPC."""
    return document(
        *read_models(account, sources),
        *write_logs(account, log_group),
        *pull_images(account, images),
        publish_metrics(),
        *(join_network(account, *network) if network else []),
        *more,
    )


def read_models(account: Account, sources: Sequence[ModelSource]) -> list[Statement]:
    """Read the prefixes of the endpoint's own models, together where bucket and key are the same."""
    places: dict[tuple[str, str], list[str]] = {}
    for source in sources:
        places.setdefault((source.bucket, source.key_arn), []).append(source.prefix)
    statements: list[Statement] = []
    for number, ((bucket, key_arn), prefixes) in enumerate(places.items(), start=1):
        mark = "" if number == 1 else str(number)  # names of statements differ within a policy
        statements += _read_bucket(account, bucket, key_arn, list(dict.fromkeys(prefixes)), mark)
    return statements


def _read_bucket(
    account: Account, bucket_name: str, key_arn: str, prefixes: Sequence[str], mark: str
) -> list[Statement]:
    """Read *prefixes* of one bucket, and decrypt through S3 what lies there."""
    bucket = f"arn:{account.partition}:s3:::{bucket_name}"
    objects = [f"{bucket}/{prefix}*" for prefix in prefixes]
    listed = {"StringLike": {"s3:prefix": [f"{prefix}*" for prefix in prefixes]}}
    return [
        allow(f"ReadModel{mark}", ["s3:GetObject"], objects),
        allow(f"ListModel{mark}", ["s3:ListBucket"], [bucket], condition=listed),
        allow(
            f"DecryptModel{mark}",
            ["kms:Decrypt"],
            [key_arn],
            condition=through_s3(account, bucket, objects),
        ),
    ]


def write_logs(account: Account, log_group: str) -> list[Statement]:
    """Write streams of the endpoint's own log group, which exists before the endpoint does."""
    group = account.arn("logs", f"log-group:{log_group}")
    return [
        allow("FindLogStreams", ["logs:DescribeLogStreams"], [f"{group}:*"]),
        allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [f"{group}:*", f"{group}:log-stream:*"]),
    ]


def pull_images(account: Account, images: Sequence[str]) -> list[Statement]:
    """Pull from the repositories of the images alone; AWS grants the log-in only on everything."""
    repositories = [_repository(account, image) for image in images]
    actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    return [
        allow("PullImage", actions, list(dict.fromkeys(repositories))),
        allow("LogInToRegistry", ["ecr:GetAuthorizationToken"], "*"),
    ]


def _repository(account: Account, image: str) -> str:
    """Return the ARN of the repository that an image lies in."""
    registry, _, rest = image.partition("/")
    repository = rest.partition("@")[0].partition(":")[0]
    owner, region = registry.split(".")[0], registry.split(".")[3]
    return f"arn:{account.partition}:ecr:{region}:{owner}:repository/{repository}"


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
