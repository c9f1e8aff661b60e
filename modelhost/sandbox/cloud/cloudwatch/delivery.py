"""Decide whether a notification reaches an SNS topic: its policy and its key must let the service through."""

from __future__ import annotations

import json
from typing import Any

from moto.sns.models import sns_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.trust import key_use
from modelhost.sandbox.cloud.trust.policy import lets, of_source

KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")
SHELF = "delivery"
ALARM_SERVICE = "cloudwatch.amazonaws.com"


def deliver(cloud: Cloud, region: str, service: str, source_arn: str, topic_arn: str) -> dict[str, Any]:
    """Record what became of one notification, and give it."""
    reason = obstacle(service, source_arn, topic_arn, region)
    deliveries = cloud.shelf(SHELF)
    delivery = {
        "service": service,
        "source": source_arn,
        "topic": topic_arn,
        "delivered": reason is None,
        "reason": reason or "",
    }
    deliveries[region, str(len(deliveries))] = delivery
    return delivery


def obstacle(service: str, source_arn: str, topic_arn: str, region: str) -> str | None:
    """Say what keeps a service from publishing to a topic; None when nothing does."""
    if ":sns:" not in topic_arn:
        return None
    topic = sns_backends[ACCOUNT_ID][region].topics.get(topic_arn)
    if topic is None:
        return "the topic does not exist"
    facts = of_source(source_arn)
    by_default = (
        service == ALARM_SERVICE
    )  # an account's own alarms pass the default topic policy, other services do not
    owned = {**facts, "aws:sourceowner": ACCOUNT_ID}
    if not lets(json.loads(topic.policy), service, ("sns:Publish",), owned, anyone=by_default):
        return f"the topic policy does not let {service} publish"
    key_id = topic.kms_master_key_id
    return key_use.obstacle(key_id, region, service, KEY_ACTIONS, facts) if key_id else None
