"""Finding state machines, schedules and event rules."""

from __future__ import annotations

from modelhost.operate.cloud import found, tags_of
from modelhost.operate.recovery.lookup.query import Lookup, Query, deduced

DEFAULT = "default"
"""The group and the event bus that are there without being made."""


def state_machine(query: Query) -> list[str]:
    """Find a state machine by name, and check that it is ours; its id is its ARN."""
    client = query.cloud.client("stepfunctions")
    listed = query.cloud.items("stepfunctions", "list_state_machines", "stateMachines")
    arns = [each["stateMachineArn"] for each in listed if each["name"] == query["name"]]
    tags = {arn: client.list_tags_for_resource(resourceArn=arn).get("tags") or [] for arn in arns}
    return [arn for arn in arns if query.owns(query["name"], {tag["key"]: tag["value"] for tag in tags[arn]})]


def schedule_group(query: Query) -> list[str]:
    """Find a group of schedules by name, and check that it is ours."""
    client, name = query.cloud.client("scheduler"), query["name"]
    answer = found(client.get_schedule_group, Name=name)
    if answer is None:
        return []
    tags = tags_of(client.list_tags_for_resource(ResourceArn=answer["Arn"]).get("Tags"))
    return [name] if query.owns(name, tags) else []


def event_rule(query: Query) -> list[str]:
    """Find a rule of the default event bus by name, and check that it is ours."""
    client, name = query.cloud.client("events"), query["name"]
    answer = found(client.describe_rule, Name=name)
    if answer is None:
        return []
    tags = tags_of(client.list_tags_for_resource(ResourceARN=answer["Arn"]).get("Tags"))
    return [name] if query.owns(name, tags) else []


CLOCKWORK = {
    "aws:sfn/stateMachine:StateMachine": Lookup(state_machine),
    "aws:scheduler/scheduleGroup:ScheduleGroup": Lookup(schedule_group),
    "aws:scheduler/schedule:Schedule": deduced(lambda query: f"{query['groupName'] or DEFAULT}/{query['name']}"),
    "aws:cloudwatch/eventRule:EventRule": Lookup(event_rule),
    "aws:cloudwatch/eventTarget:EventTarget": deduced(lambda query: f"{query['rule']}-{query['targetId']}"),
}
