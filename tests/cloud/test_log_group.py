"""Log groups: their key, and their tags when they go."""

from __future__ import annotations

import json
from typing import Any

from tests.cloud.embedded import Sandbox, unique
from tests.cloud.test_network import refused

GRANT = {
    "Effect": "Allow",
    "Principal": {"Service": "logs.us-west-2.amazonaws.com"},
    "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    "Resource": "*",
}


def shown(cloud: Sandbox, name: str) -> dict[str, Any]:
    """Describe a log group."""
    (found,) = cloud.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return dict(found)


def test_a_key_comes_to_a_group_and_goes(cloud: Sandbox) -> None:
    """A group that stands is encrypted, if the key allows it, and freed again."""
    kms, logs, name = cloud.client("kms"), cloud.client("logs"), unique("group")
    logs.create_log_group(logGroupName=name)
    key = kms.create_key()["KeyMetadata"]["Arn"]
    refused("InvalidParameterException", logs.associate_kms_key, logGroupName=name, kmsKeyId=key)
    kms.put_key_policy(KeyId=key, Policy=json.dumps({"Version": "2012-10-17", "Statement": [GRANT]}))
    logs.associate_kms_key(logGroupName=name, kmsKeyId=key)
    assert shown(cloud, name)["kmsKeyId"] == key
    logs.disassociate_kms_key(resourceIdentifier=shown(cloud, name)["arn"])
    assert "kmsKeyId" not in shown(cloud, name)
    refused("ResourceNotFoundException", logs.associate_kms_key, logGroupName="absent", kmsKeyId=key)


def test_the_tags_of_a_group_go_with_it(cloud: Sandbox) -> None:
    """A new group of the same name has its own tags only."""
    logs, name = cloud.client("logs"), unique("group")
    logs.create_log_group(logGroupName=name, tags={"owner": "a"})
    logs.delete_log_group(logGroupName=name)
    logs.create_log_group(logGroupName=name)
    arn = shown(cloud, name)["arn"].removesuffix(":*")
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {}
    logs.delete_log_group(logGroupName=name)
    refused("ResourceNotFoundException", logs.delete_log_group, logGroupName=name)
