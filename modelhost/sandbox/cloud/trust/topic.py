"""SNS: topics that tell every attribute that was set; moto tells some of them."""

from __future__ import annotations

from typing import Any

from moto.core.utils import camelcase_to_underscores
from moto.sns.models import sns_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud

FEEDBACK = tuple(
    f"{protocol}{what}"
    for protocol in ("HTTP", "Firehose", "Lambda", "Application", "SQS")
    for what in ("SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn")
)
FIFO = ("ContentBasedDeduplication", "ArchivePolicy", "FifoThroughputScope")
SETTABLE = (
    "DeliveryPolicy",
    "DisplayName",
    "Policy",
    "TracingConfig",
    "KmsMasterKeyId",
    "SignatureVersion",
    *FEEDBACK,
    *FIFO,
)
CHOICES = {"SignatureVersion": ("1", "2"), "TracingConfig": ("PassThrough", "Active")}


def attributes(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Give what a topic is, and what was set on it."""
    topic = sns_backends[ACCOUNT_ID][call.region].get_topic(call.params["TopicArn"])
    told = {
        "TopicArn": topic.arn,
        "Owner": topic.account_id,
        "DisplayName": topic.display_name,
        "EffectiveDeliveryPolicy": topic.effective_delivery_policy,
        "SubscriptionsPending": str(topic.subscriptions_pending),
        "SubscriptionsConfirmed": str(topic.subscriptions_confimed),
        "SubscriptionsDeleted": str(topic.subscriptions_deleted),
    }
    fifo = {"FifoTopic": "true", "ContentBasedDeduplication": "false"} if _text(topic.fifo_topic) == "true" else {}
    given = {name: _text(getattr(topic, camelcase_to_underscores(name), None)) for name in SETTABLE}
    chosen = {name: text for name, text in given.items() if text and (fifo or name not in FIFO)}
    return {"Attributes": {**told, **fifo, **chosen}}


def set_attribute(call: Call, cloud: Cloud) -> None:
    """Refuse an attribute that topics do not have, or a value that it cannot take."""
    name, text = call.params["AttributeName"], call.params.get("AttributeValue")
    if name not in SETTABLE:
        raise RefusalError("InvalidParameter", "Invalid parameter: AttributeName", 400)
    if text and name in CHOICES and text not in CHOICES[name]:
        raise RefusalError("InvalidParameter", f"Invalid parameter: {name} Reason: unknown value {text}", 400)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value or "")
