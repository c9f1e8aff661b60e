"""Metric and composite alarms as they were put."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch import check, rule
from modelhost.sandbox.cloud.cloudwatch.alarm_state import composite_state
from modelhost.sandbox.cloud.record import Record, tags_from

UNCHECKED = "Unchecked: Initial alarm creation"
DEFAULTS: dict[str, Any] = {
    "ActionsEnabled": True,
    "OKActions": [],
    "AlarmActions": [],
    "InsufficientDataActions": [],
}
STATE = ("StateValue", "StateReason", "StateReasonData", "StateUpdatedTimestamp", "StateTransitionedTimestamp")


def put_metric(call: Call, cloud: Cloud) -> None:
    """Create or replace a metric alarm."""
    check.metric_alarm(call.params)
    _put(call, cloud, "INSUFFICIENT_DATA")


def put_composite(call: Call, cloud: Cloud) -> None:
    """Create or replace a composite alarm over alarms that exist."""
    alarm_rule = call.params["AlarmRule"]
    missing = sorted(name for name in rule.children(alarm_rule) if (call.region, name) not in cloud.shelf(ALARMS))
    if missing:
        listed = ", ".join(missing)
        raise check.refusal(f"Could not save the composite alarm as alarms [{listed}] in the alarm rule do not exist")
    _put(call, cloud, composite_state(alarm_rule, call.region, cloud))


def delete(call: Call, cloud: Cloud) -> None:
    """Delete alarms, all or none; one that a remaining composite alarm depends on stays."""
    shelf = cloud.shelf(ALARMS)
    names = set(call.params["AlarmNames"])
    for (region, name), record in shelf.items():
        if region != call.region or name in names or "AlarmRule" not in record.fields:
            continue
        used = names & rule.children(record.fields["AlarmRule"])
        if used:
            raise check.refusal(f"Cannot delete {', '.join(sorted(used))} as composite alarm {name} depends on it.")
    for name in names:
        shelf.pop((call.region, name), None)


def enable(call: Call, cloud: Cloud) -> None:
    """Let the actions of alarms run."""
    _switch(call, cloud, True)


def disable(call: Call, cloud: Cloud) -> None:
    """Keep the actions of alarms from running."""
    _switch(call, cloud, False)


def _put(call: Call, cloud: Cloud, state: str) -> None:
    fields = {**DEFAULTS, **call.params}
    name = fields.pop("AlarmName")
    tags = tags_from(fields.pop("Tags", None))
    now = cloud.now()
    old: Record | None = cloud.shelf(ALARMS).get((call.region, name))
    if old is None:
        fields.update(StateValue=state, StateReason=UNCHECKED, StateUpdatedTimestamp=now)
        old = Record(name, call.arn(f"alarm:{name}"), fields, now, tags=tags)
    kept = {key: old.fields[key] for key in STATE if key in old.fields}
    cloud.shelf(ALARMS)[call.region, name] = Record(name, old.arn, {**fields, **kept}, old.created, now, old.tags)


def _switch(call: Call, cloud: Cloud, enabled: bool) -> None:
    for name in call.params["AlarmNames"]:
        record = cloud.shelf(ALARMS).get((call.region, name))
        if record is not None:
            record.fields["ActionsEnabled"] = enabled
