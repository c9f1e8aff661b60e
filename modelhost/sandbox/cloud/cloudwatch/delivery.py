"""Decide whether a notification reaches an SNS topic: its policy and its key must let the service through."""

from __future__ import annotations

import fnmatch
import json
from typing import Any

from moto.kms.models import KmsBackend, kms_backends
from moto.sns.models import sns_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud

KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")
SHELF = "delivery"
ALARM_SERVICE = "cloudwatch.amazonaws.com"


def deliver(cloud: Cloud, region: str, service: str, source: str, topic_arn: str) -> None:
    """Record what became of one notification."""
    reason = obstacle(service, topic_arn, region)
    deliveries = cloud.shelf(SHELF)
    deliveries[region, str(len(deliveries))] = {
        "source": source,
        "topic": topic_arn,
        "delivered": reason is None,
        "reason": reason or "",
    }


def obstacle(service: str, topic_arn: str, region: str) -> str | None:
    """Say what keeps a service from publishing to a topic; None when nothing does."""
    if ":sns:" not in topic_arn:
        return None
    topic = sns_backends[ACCOUNT_ID][region].topics.get(topic_arn)
    if topic is None:
        return "the topic does not exist"
    if not _allowed(json.loads(topic.policy), service, ("sns:Publish",)):
        return f"the topic policy does not let {service} publish"
    key_id = getattr(topic, "kms_master_key_id", None)
    return _key_obstacle(kms_backends[ACCOUNT_ID][region], key_id, service) if key_id else None


def _key_obstacle(backend: KmsBackend, key_id: str, service: str) -> str | None:
    if "alias/aws/" in key_id:
        return f"{key_id} is a key of AWS, whose policy does not let {service} use it"
    try:
        key = backend.keys[backend.any_id_to_key_id(key_id)]
    except (KeyError, ValueError):
        return f"the key {key_id} does not exist"
    if not _allowed(json.loads(key.policy), service, KEY_ACTIONS):
        return f"the key policy does not let {service} use {' and '.join(KEY_ACTIONS)}"
    return None


def _allowed(policy: dict[str, Any], service: str, actions: tuple[str, ...]) -> bool:
    statements = policy.get("Statement", [])
    return all(any(_allows(statement, service, action) for statement in statements) for action in actions)


def _allows(statement: dict[str, Any], service: str, action: str) -> bool:
    principal = statement.get("Principal", {})
    patterns = _listed(statement.get("Action"))
    named = service in _listed(principal.get("Service")) if isinstance(principal, dict) else principal == "*"
    if isinstance(principal, dict) and service == ALARM_SERVICE and action.startswith("sns:"):
        named = named or "*" in _listed(principal.get("AWS"))  # the account's own alarms pass the default topic policy
    return (
        statement.get("Effect") == "Allow"
        and named
        and any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)
    )


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
