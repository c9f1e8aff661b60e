"""How DescribeAlarms filters and shows alarms."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch import rule
from modelhost.sandbox.cloud.record import Record, page, timestamp

ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe alarms; composite ones only when AlarmTypes asks for them, as CloudWatch does."""
    types = call.params.get("AlarmTypes") or ["MetricAlarm"]
    found = [record for record in _of_region(call, cloud) if _kind(record) in types and _wanted(record, call.params)]
    records, token = page(found, call.params, size="MaxRecords", limit=50)
    return {
        "MetricAlarms": [shown(record) for record in records if _kind(record) == "MetricAlarm"],
        "CompositeAlarms": [shown(record) for record in records if _kind(record) == "CompositeAlarm"],
        "NextToken": token,
    }


def describe_for_metric(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe the alarms on one metric."""
    wanted = {name: call.params[name] for name in ("MetricName", "Namespace")}
    dimensions = _dimensions(call.params.get("Dimensions", []))
    found = [
        record
        for record in _of_region(call, cloud)
        if wanted.items() <= record.fields.items()
        and ("Dimensions" not in call.params or _dimensions(record.fields.get("Dimensions", [])) == dimensions)
    ]
    return {"MetricAlarms": [shown(record) for record in found]}


def shown(record: Record) -> dict[str, Any]:
    """Show an alarm in full."""
    updated = record.fields.get("StateUpdatedTimestamp", record.created)
    return {
        **record.fields,
        "AlarmName": record.name,
        "AlarmArn": record.arn,
        "StateUpdatedTimestamp": timestamp(updated),
        "StateTransitionedTimestamp": timestamp(updated),
        "AlarmConfigurationUpdatedTimestamp": timestamp(record.modified),
    }


def _of_region(call: Call, cloud: Cloud) -> list[Record]:
    ours = [record for (region, _), record in cloud.shelf(ALARMS).items() if region == call.region]
    return sorted(ours, key=lambda record: record.name)


def _kind(record: Record) -> str:
    return "CompositeAlarm" if "AlarmRule" in record.fields else "MetricAlarm"


def _wanted(record: Record, params: dict[str, Any]) -> bool:
    actions = [action for name in ACTIONS for action in record.fields.get(name, [])]
    prefix = params.get("ActionPrefix")
    return (
        (not params.get("AlarmNames") or record.name in params["AlarmNames"])
        and record.name.startswith(params.get("AlarmNamePrefix") or "")
        and params.get("StateValue") in (None, record.fields["StateValue"])
        and (not prefix or any(action.startswith(prefix) for action in actions))
        and _is_parent(record, params.get("ParentsOfAlarmName"))
    )


def _is_parent(record: Record, child: str | None) -> bool:
    return child is None or child in rule.children(record.fields.get("AlarmRule", ""))


def _dimensions(listed: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(one["Name"], one["Value"]) for one in listed}
