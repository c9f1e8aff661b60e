"""CloudWatch Logs: keys that let the service use them for the group, and groups that go with their tags."""

from __future__ import annotations

from typing import Any

from moto.logs.models import logs_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.trust import key_use
from modelhost.sandbox.cloud.trust.policy import of_source

KEY_ACTIONS = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey")
NOT_ALLOWED = "The specified KMS key does not exist or is not allowed to be used with Arn '{arn}' ({reason})"


def encrypt(call: Call, cloud: Cloud) -> None:
    """Refuse a key that CloudWatch Logs could not use."""
    key_id, name = call.params.get("kmsKeyId"), _name(call)
    if key_id is None or not name:
        return
    arn = call.arn(f"log-group:{name}")
    facts = {**of_source(arn), "kms:encryptioncontext:aws:logs:arn": arn}
    service = f"logs.{call.region}.amazonaws.com"
    reason = key_use.obstacle(key_id, call.region, service, KEY_ACTIONS, facts)
    if reason:
        raise RefusalError("InvalidParameterException", NOT_ALLOWED.format(arn=arn, reason=reason), 400)


def associate(call: Call, cloud: Cloud) -> None:
    """Encrypt what a group takes in from now on."""
    _group(call).kms_key_id = call.params["kmsKeyId"]


def disassociate(call: Call, cloud: Cloud) -> None:
    """Stop encrypting with a key of ours."""
    _group(call).kms_key_id = None


def delete(call: Call, cloud: Cloud) -> None:
    """Delete a group with its tags, which moto would give to the next group of the name."""
    group = _group(call)
    backend = logs_backends[ACCOUNT_ID][call.region]
    backend.tagger.delete_all_tags_for_resource(group.arn)
    backend.delete_log_group(group.name)


def _name(call: Call) -> str:
    identifier = call.params.get("resourceIdentifier", "").removesuffix(":*").partition(":log-group:")[2]
    return str(call.params.get("logGroupName") or identifier)


def _group(call: Call) -> Any:
    group = logs_backends[ACCOUNT_ID][call.region].groups.get(_name(call))
    if group is None:
        raise RefusalError("ResourceNotFoundException", "The specified log group does not exist.", 400)
    return group
