"""Who may use a customer-managed key: the account's own IAM, and named services for this account only."""

from collections.abc import Sequence

from components.account import Account
from components.policy_document import Document, Statement, allow, document

USE_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey*"]
LOG_ACTIONS = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]


def administration(account: Account) -> Statement:
    """Let IAM policies of the account govern the key; without it nobody could ever change the key again."""
    return allow("AccountAdministration", ["kms:*"], "*", principal={"AWS": account.root_arn})


def log_groups(account: Account) -> Statement:
    """Let CloudWatch Logs encrypt this account's log groups, and nothing else."""
    return allow(
        "LogGroups",
        LOG_ACTIONS,
        "*",
        principal={"Service": f"logs.{account.region}.amazonaws.com"},
        condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": account.arn("logs", "log-group:*")}},
    )


def publisher(service: str, account: Account) -> Statement:
    """Let *service* publish to this account's encrypted topics; without it its messages vanish silently."""
    return allow(
        f"Publish{service.partition('.')[0].capitalize()}",
        USE_ACTIONS,
        "*",
        principal={"Service": service},
        condition={"StringEquals": {"aws:SourceAccount": account.id}},
    )


def data_key_policy(account: Account) -> Document:
    """Return the policy of the key that encrypts artifacts, volumes and logs."""
    return document(administration(account), log_groups(account))


def topic_key_policy(account: Account, publishers: Sequence[str]) -> Document:
    """Return the policy of the key that encrypts the alarm topic."""
    return document(administration(account), *(publisher(service, account) for service in publishers))
