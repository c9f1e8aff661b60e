"""The bucket of captured and queued traffic, and what an endpoint may do there."""

from typing import Any

import pulumi

from components.account import Account
from components.policy_document import Statement
from components.traffic_plan import retention_days
from components.traffic_policy import TrafficPlace, capture_statements, notify_statements, queue_statements
from components.traffic_store import TrafficStore
from infra.shared_platform import SharedPlatform
from infra.stage import Stage
from modelhost.spec.asynchronous import AsyncSpec
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.kind import EndpointKind


def traffic_bucket(
    environment: EnvironmentSpec, account: Account, platform: SharedPlatform, opts: pulumi.ResourceOptions
) -> pulumi.Output[str] | None:
    """Return the bucket of what endpoints capture and queue; none where no endpoint keeps any."""
    kept: dict[str, int] = {}
    for key, spec in environment.endpoints.items():
        kept.update(retention_days(spec, environment.endpoint_name(key)))
    if not kept:
        return None
    store = TrafficStore(
        f"{environment.name}-traffic",
        {
            "account": account,
            "key_arn": platform.key_arn,
            "log_bucket_name": platform.log_bucket_name,
            "retention_days": kept,
            "delete_content": platform.delete_content,
            "protect": environment.protect,
        },
        opts,
    )
    return store.bucket_name


def topic_keys(spec: AsyncSpec | None, alarm_topic_arn: str, alarm_key_arn: str | None) -> dict[str, str | None]:
    """Return the topics that an asynchronous endpoint tells, each with the key that encrypts it as far as is known."""
    spec = spec or AsyncSpec()
    topics = (spec.success_topic_arn, spec.error_topic_arn or alarm_topic_arn)
    keys = {alarm_topic_arn: alarm_key_arn or spec.topic_key_arn}
    return {topic: keys.get(topic, spec.topic_key_arn) for topic in topics if topic}


def traffic_statements(stage: Stage, key: str) -> pulumi.Output[list[Statement]]:
    """Return what the role of endpoint *key* may do with traffic, beyond what every role may."""
    spec, name = stage.environment.endpoints[key], stage.environment.endpoint_name(key)

    def statements(known: list[Any]) -> list[Statement]:
        bucket, key_arn, topic_arn, topic_key_arn = known
        place, found = TrafficPlace(bucket, key_arn), []
        if spec.capture is not None:
            found += capture_statements(stage.account, place, name)
        if spec.kind is EndpointKind.ASYNC:
            found += queue_statements(stage.account, place, name)
            found += notify_statements(stage.account, topic_keys(spec.asynchronous, topic_arn, topic_key_arn))
        return found

    platform = stage.platform
    return pulumi.Output.all(
        stage.traffic_bucket_name, platform.key_arn, platform.alarm_topic_arn, platform.alarm_topic_key_arn
    ).apply(statements)
