"""The shapes of names, ids and ARNs, and what each means in words."""

import re
from collections.abc import Iterator

NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
CLOUD_NAME = r"^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"
BUCKET = r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
VPC = r"^vpc-[0-9a-f]{8,17}$"
SUBNET = r"^subnet-[0-9a-f]{8,17}$"
SECURITY_GROUP = r"^sg-[0-9a-f]{8,17}$"
KEY_ARN = r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+$"
TOPIC_ARN = r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$"
ROLE_ARN = r"^arn:aws[a-z-]*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-/]+$"
POLICY_ARN = r"^arn:aws[a-z-]*:iam::(\d{12}|aws):policy/[a-zA-Z_0-9+=,.@\-/]+$"
IAM_PATH = r"^/([a-zA-Z0-9_+=,.@-]+/)*$"
STACK = r"^[^/\s]+/[^/\s]+/[^/\s]+$"
IMAGE_DIGEST = (
    r"^\d{12}\.dkr\.ecr\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?/"
    r"[a-z0-9]+([._/-]+[a-z0-9]+)*@sha256:[0-9a-f]{64}$"
)
URL = r"^https?://\S+$"
MEDIA_TYPE = r"^[a-zA-Z0-9.+-]+/[a-zA-Z0-9.+*-]+(;.*)?$"
S3_ARCHIVE = r"^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/\S+\.tar\.gz$"
RESERVATION_ARN = r"^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:\d{12}:[a-z0-9-]{1,14}/.*$"
QUEUE = r"^[A-Za-z0-9_-]{1,80}(\.fifo)?$"
METRIC = r"^[^:\s][^\s]{0,254}$"
CUDA = r"^1\d\.\d$"
FRAMEWORK = r"^[a-z0-9][a-z0-9-]*$"

MEANING = {
    NAME: "a name of lower-case letters, digits and single hyphens, starting with a letter",
    CLOUD_NAME: "a name of up to 63 letters, digits and hyphens, with a letter or digit at both ends",
    EMAIL: "an e-mail address, such as ml-oncall@example.com",
    BUCKET: "the name of an S3 bucket, 3 to 63 lower-case letters, digits, dots and hyphens",
    VPC: "the id of a VPC, such as vpc-0a1b2c3d4e5f67890",
    SUBNET: "the id of a subnet, such as subnet-0a1b2c3d4e5f67890",
    SECURITY_GROUP: "the id of a security group, such as sg-0a1b2c3d4e5f67890",
    KEY_ARN: "the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>",
    TOPIC_ARN: "the ARN of an SNS topic, arn:aws:sns:<region>:<account>:<name>",
    ROLE_ARN: "the ARN of an IAM role, arn:aws:iam::<account>:role/<name>",
    POLICY_ARN: "the ARN of an IAM policy, arn:aws:iam::<account>:policy/<name>",
    IAM_PATH: "an IAM path that starts and ends with a slash, such as /ml/",
    STACK: "a stack, as organization/project/stack",
    IMAGE_DIGEST: (
        "an image in ECR by digest, which is all that SageMaker pulls: "
        "<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<64 hex digits>"
    ),
    URL: "an http or https address",
    MEDIA_TYPE: "a media type, such as application/json",
    S3_ARCHIVE: "an archive in S3, s3://<bucket>/<key>.tar.gz",
    RESERVATION_ARN: "the ARN of a SageMaker reservation, arn:aws:sagemaker:<region>:<account>:training-plan/<name>",
    QUEUE: "the name of an SQS queue",
    METRIC: "the name of a CloudWatch metric, without blanks",
    CUDA: "a version of CUDA, such as 12.9",
    FRAMEWORK: "the name of a framework, such as sklearn",
}
"""What a value of each shape is, for messages."""


def shaped(field: str, values: list[str], pattern: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each of the *values* of *field* that has not the shape *pattern*."""
    for place, value in enumerate(values):
        if not re.match(pattern, value):
            yield (field, place), f"{value!r} is not {MEANING[pattern]}"
