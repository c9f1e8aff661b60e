"""Keys rotate, are governed by the account, and let only named services of the account use them."""

import json

import pytest

from components.encryption_key import EncryptionKey
from components.key_policy import data_key_policy, topic_key_policy
from components.topic_policy import PUBLISHERS
from tests.components.linting import KEY_POLICY, lint, statement
from tests.components.recording import ACCOUNT, REGION


def key(account, protect=False):
    """Return a data key."""
    args = {"description": "d", "policy": data_key_policy(account), "deletion_days": 30, "protect": protect}
    return EncryptionKey("key", args)


def test_the_key_rotates_and_dies_slowly(build, account):
    """Rotation is on, and a deletion can be taken back for as long as configured."""
    made = build(lambda: key(account)).one("Key")
    assert (made["enableKeyRotation"], made["deletionWindowInDays"]) == (True, 30)


def test_the_alias_points_to_the_key(build, account):
    """People find the key by its alias."""
    assert build(lambda: key(account)).one("Alias") == {"targetKeyId": "key-key"}


def test_the_policy_in_force_is_the_one_built(build, account):
    """No default policy is left in force."""
    assert json.loads(build(lambda: key(account)).one("Key")["policy"]) == data_key_policy(account)


def test_only_log_groups_of_the_account_and_region_use_the_data_key(account):
    """CloudWatch Logs may encrypt with it, for this account's groups alone."""
    logs = statement(data_key_policy(account), "LogGroups")
    assert logs["Principal"] == {"Service": f"logs.{REGION}.amazonaws.com"}
    assert logs["Condition"] == {
        "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:*"}
    }


@pytest.mark.parametrize("publisher", ["cloudwatch", "budgets", "costalerts"])
def test_each_publisher_can_use_the_topic_key(account, publisher):
    """Without both actions an encrypted topic drops the message and nobody hears of it."""
    grant = statement(topic_key_policy(account, PUBLISHERS), f"Publish{publisher.capitalize()}")
    assert grant["Principal"] == {"Service": f"{publisher}.amazonaws.com"}
    assert grant["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert grant["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_the_account_governs_every_key(account):
    """A key whose policy forgets the account can never be changed or deleted again."""
    for policy in (data_key_policy(account), topic_key_policy(account, PUBLISHERS)):
        assert statement(policy, "AccountAdministration")["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}


def test_the_topic_key_policy_passes_the_linter(account):
    """Every action and condition key exists."""
    assert lint(topic_key_policy(account, PUBLISHERS), but=KEY_POLICY) == []


def test_the_data_key_policy_passes_the_linter_but_for_what_aws_documents(account):
    """AWS's own policy for log groups puts the encryption context on kms:Describe*, which has none."""
    found = lint(data_key_policy(account), but=KEY_POLICY)
    assert [each for each in found if "for action kms:Describe" not in each] == []
