"""CloudWatch Logs: an encrypted log group needs a key whose policy lets the service use it for that group."""

from __future__ import annotations

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.trust import key_use
from modelhost.sandbox.cloud.trust.policy import of_source

KEY_ACTIONS = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey")
NOT_ALLOWED = "The specified KMS key does not exist or is not allowed to be used with Arn '{arn}' ({reason})"


def encrypt(call: Call, cloud: Cloud) -> None:
    """Refuse a key that CloudWatch Logs could not use."""
    key_id, name = call.params.get("kmsKeyId"), call.params.get("logGroupName")
    if key_id is None or name is None:
        return
    arn = call.arn(f"log-group:{name}")
    facts = {**of_source(arn), "kms:encryptioncontext:aws:logs:arn": arn}
    service = f"logs.{call.region}.amazonaws.com"
    reason = key_use.obstacle(key_id, call.region, service, KEY_ACTIONS, facts)
    if reason:
        raise RefusalError("InvalidParameterException", NOT_ALLOWED.format(arn=arn, reason=reason), 400)
