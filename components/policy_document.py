"""Build IAM and resource policy documents from statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.account import Account

Statement = dict[str, Any]
Document = dict[str, Any]


def document(*statements: Statement) -> Document:
    """Return a policy document of *statements*."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[str] | str | None = None,
    *,
    principal: Mapping[str, Any] | None = None,
    condition: Mapping[str, Any] | None = None,
) -> Statement:
    """Return a statement that allows *actions*; a trust policy has no *resources*, an IAM policy no *principal*."""
    statement: Statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions)}
    if principal is not None:
        statement["Principal"] = dict(principal)
    if resources is not None:
        statement["Resource"] = resources if isinstance(resources, str) else list(resources)
    if condition is not None:
        statement["Condition"] = dict(condition)
    return statement


def through_s3(account: Account, bucket_arn: str, objects: Sequence[str]) -> dict[str, Any]:
    """Return the condition that a key is used by S3 alone, for *objects* of one bucket."""
    return {
        "StringEquals": {"kms:ViaService": f"s3.{account.region}.amazonaws.com"},
        # With a bucket key the context is the bucket, without one the object.
        "StringLike": {"kms:EncryptionContext:aws:s3:arn": [bucket_arn, *objects]},
    }


def service_trust(service: str, account_id: str) -> Document:
    """Return the trust policy of a role that *service* assumes, only on behalf of this account."""
    return document(
        allow(
            "AssumeForThisAccount",
            ["sts:AssumeRole"],
            principal={"Service": service},
            condition={"StringEquals": {"aws:SourceAccount": account_id}},
        )
    )


def deny_plain_http(bucket_arn: str) -> Statement:
    """Return the statement that refuses every request to a bucket that does not come over TLS."""
    return {
        "Sid": "DenyPlainHttp",
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "s3:*",
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
