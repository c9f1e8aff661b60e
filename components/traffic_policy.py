"""What an endpoint and its callers may do with requests and answers that are kept in S3."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from components.account import Account
from components.policy_document import Statement, allow, through_s3
from components.traffic_plan import FAILURES, INPUT, OUTPUT, capture_prefix, queue_prefix

WRITE_KEY_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"]
"""S3 decrypts too when an upload comes in parts."""


class TrafficPlace(NamedTuple):
    """The bucket of requests and answers."""

    bucket_name: str
    """Name of the bucket."""
    key_arn: str
    """KMS key of its objects."""


def capture_statements(account: Account, place: TrafficPlace, endpoint_name: str) -> list[Statement]:
    """Let the endpoint write what it captures, and read nothing of it."""
    bucket, objects = _objects(account, place, [capture_prefix(endpoint_name)])
    return [
        allow("WriteCapture", ["s3:PutObject"], objects),
        allow("EncryptCapture", WRITE_KEY_ACTIONS, [place.key_arn], condition=through_s3(account, bucket, objects)),
    ]


def queue_statements(account: Account, place: TrafficPlace, endpoint_name: str) -> list[Statement]:
    """Let an asynchronous endpoint read its requests and write its answers."""
    prefix = queue_prefix(endpoint_name)
    bucket, requests = _objects(account, place, [f"{prefix}{INPUT}"])
    _, answers = _objects(account, place, [f"{prefix}{OUTPUT}", f"{prefix}{FAILURES}"])
    return [
        allow("ReadRequests", ["s3:GetObject"], requests),
        allow("WriteAnswers", ["s3:AbortMultipartUpload", "s3:PutObject"], answers),
        allow("ListQueue", ["s3:ListBucket"], [bucket], condition={"StringLike": {"s3:prefix": [f"{prefix}*"]}}),
        allow(
            "EncryptAnswers",
            WRITE_KEY_ACTIONS,
            [place.key_arn],
            condition=through_s3(account, bucket, [*requests, *answers]),
        ),
    ]


def notify_statements(account: Account, topic_keys: Mapping[str, str | None]) -> list[Statement]:
    """Let an asynchronous endpoint say that it is done: on its topics, each with the key that encrypts it, if any."""
    publish = allow("Notify", ["sns:Publish"], list(topic_keys))
    keys = list(dict.fromkeys(key for key in topic_keys.values() if key is not None))
    if not keys:
        return [publish]
    through_sns = {"StringEquals": {"kms:ViaService": f"sns.{account.region}.amazonaws.com"}}
    return [publish, allow("EncryptNotice", WRITE_KEY_ACTIONS, keys, condition=through_sns)]


def caller_statements(account: Account, place: TrafficPlace, endpoint_name: str) -> list[Statement]:
    """Let a caller leave requests, and fetch answers and failures."""
    prefix = queue_prefix(endpoint_name)
    bucket, requests = _objects(account, place, [f"{prefix}{INPUT}"])
    _, answers = _objects(account, place, [f"{prefix}{OUTPUT}", f"{prefix}{FAILURES}"])
    return [
        allow("LeaveRequests", ["s3:PutObject"], requests),
        allow("FetchAnswers", ["s3:GetObject"], answers),
        # Without it S3 answers 403, not 404, for an answer that is not there yet.
        allow(
            "ListAnswers",
            ["s3:ListBucket"],
            [bucket],
            condition={"StringLike": {"s3:prefix": [f"{prefix}{OUTPUT}*", f"{prefix}{FAILURES}*"]}},
        ),
        allow(
            "EncryptRequests",
            WRITE_KEY_ACTIONS,
            [place.key_arn],
            condition=through_s3(account, bucket, [*requests, *answers]),
        ),
    ]


def _objects(account: Account, place: TrafficPlace, prefixes: Sequence[str]) -> tuple[str, list[str]]:
    """Return the ARN of the bucket, and those of everything below *prefixes*."""
    bucket = f"arn:{account.partition}:s3:::{place.bucket_name}"
    return bucket, [f"{bucket}/{prefix}*" for prefix in prefixes]
