"""Which operations of KMS, Logs, SSM and SNS are answered or guarded here."""

from __future__ import annotations

from modelhost.sandbox.cloud.handler import HandlerTable
from modelhost.sandbox.cloud.trust import key, log_group, parameter, subscription, topic

ANSWERS: HandlerTable = {
    ("kms", "PutKeyPolicy"): key.put_policy,
    ("kms", "GetKeyPolicy"): key.get_policy,
    ("kms", "EnableKeyRotation"): key.enable_rotation,
    ("kms", "GetKeyRotationStatus"): key.rotation_status,
    ("logs", "AssociateKmsKey"): log_group.associate,
    ("logs", "DisassociateKmsKey"): log_group.disassociate,
    ("logs", "DeleteLogGroup"): log_group.delete,
    ("sns", "ListSubscriptions"): subscription.list_all,
    ("sns", "ListSubscriptionsByTopic"): subscription.list_by_topic,
    ("sns", "GetSubscriptionAttributes"): subscription.attributes,
    ("sns", "GetTopicAttributes"): topic.attributes,
}
GUARDS: HandlerTable = {
    ("ssm", "PutParameter"): parameter.put,
    ("sns", "SetTopicAttributes"): topic.set_attribute,
    ("logs", "CreateLogGroup"): log_group.encrypt,
    ("logs", "AssociateKmsKey"): log_group.encrypt,
}
