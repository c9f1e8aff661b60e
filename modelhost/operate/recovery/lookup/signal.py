"""Finding log groups, alarms, dashboards, topics and subscriptions."""

from __future__ import annotations

from modelhost.operate.cloud import found, tags_of
from modelhost.operate.recovery.lookup.query import Lookup, Query, deduced

UNCONFIRMED = "PendingConfirmation"


def log_group(query: Query) -> list[str]:
    """Find a log group by name, and check that it is ours."""
    groups = query.cloud.items("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=query["name"])
    arns = [group["arn"].removesuffix(":*") for group in groups if group["logGroupName"] == query["name"]]
    client = query.cloud.client("logs")
    tags = [client.list_tags_for_resource(resourceArn=arn).get("tags", {}) for arn in arns]
    return [query["name"] for each in tags if query.owns(query["name"], each)]


def alarm(kind: str, key: str, name_input: str) -> Lookup:
    """Return a lookup for alarms of one *kind*, by name, that checks that they are ours."""

    def search(query: Query) -> list[str]:
        client, name = query.cloud.client("cloudwatch"), query[name_input]
        alarms = client.describe_alarms(AlarmNames=[name], AlarmTypes=[kind])[key]
        tags = [tags_of(client.list_tags_for_resource(ResourceARN=each["AlarmArn"]).get("Tags")) for each in alarms]
        return [name for each in tags if query.owns(name, each)]

    return Lookup(search)


def topic(query: Query) -> list[str]:
    """Find a topic by name, and check that it is ours."""
    client = query.cloud.client("sns")
    arns = [each["TopicArn"] for each in query.cloud.items("sns", "list_topics", "Topics")]
    for arn in arns:
        if arn.rsplit(":", 1)[-1] == query["name"]:
            tags = tags_of((found(client.list_tags_for_resource, ResourceArn=arn) or {}).get("Tags"))
            return [arn] if query.owns(query["name"], tags) else []
    return []


def subscription(query: Query) -> list[str]:
    """Find a confirmed subscription; one that waits for its confirmation has no id, and asking again is harmless."""
    asked = {"TopicArn": query["topic"]}
    subscriptions = query.cloud.items("sns", "list_subscriptions_by_topic", "Subscriptions", **asked)
    return [
        each["SubscriptionArn"]
        for each in subscriptions
        if (each["Protocol"], each["Endpoint"]) == (query["protocol"], query["endpoint"])
        and each["SubscriptionArn"] != UNCONFIRMED
    ]


SIGNAL = {
    "aws:cloudwatch/logGroup:LogGroup": Lookup(log_group),
    "aws:cloudwatch/metricAlarm:MetricAlarm": alarm("MetricAlarm", "MetricAlarms", "name"),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": alarm("CompositeAlarm", "CompositeAlarms", "alarmName"),
    "aws:cloudwatch/dashboard:Dashboard": deduced(lambda query: query["dashboardName"]),
    "aws:sns/topic:Topic": Lookup(topic),
    "aws:sns/topicPolicy:TopicPolicy": deduced(lambda query: query["arn"]),
    "aws:sns/topicSubscription:TopicSubscription": Lookup(subscription),
}
