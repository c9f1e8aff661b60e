"""Set an alarm's state by hand: its actions run, and the composite alarms above it follow."""

from __future__ import annotations

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch import rule
from modelhost.sandbox.cloud.cloudwatch.check import find
from modelhost.sandbox.cloud.cloudwatch.delivery import ALARM_SERVICE, deliver
from modelhost.sandbox.cloud.record import Record

ACTIONS = {"ALARM": "AlarmActions", "OK": "OKActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}


def set_state(call: Call, cloud: Cloud) -> None:
    """Put an alarm into a state and run what hangs on it."""
    record = find(call, cloud, call.params["AlarmName"])
    _enter(record, call.params["StateValue"], call.params["StateReason"], call.region, cloud)


def composite_state(alarm_rule: str, region: str, cloud: Cloud) -> str:
    """Evaluate the rule of a composite alarm against the alarms as they stand."""

    def state_of(reference: str) -> str:
        child = cloud.shelf(ALARMS).get((region, rule.name_in(reference)))
        return str(child.fields["StateValue"]) if child else "INSUFFICIENT_DATA"

    return "ALARM" if rule.holds(alarm_rule, state_of) else "OK"


def _enter(record: Record, value: str, reason: str, region: str, cloud: Cloud) -> None:
    record.fields.update(StateValue=value, StateReason=reason, StateUpdatedTimestamp=cloud.now())
    if record.fields.get("ActionsEnabled", True):
        for action in record.fields.get(ACTIONS[value], []):
            deliver(cloud, region, ALARM_SERVICE, record.arn, action)
    for parent in _parents(record.name, region, cloud):
        followed = composite_state(parent.fields["AlarmRule"], region, cloud)
        if parent.fields["StateValue"] != followed:
            _enter(parent, followed, f"{record.name} is {value}", region, cloud)


def _parents(name: str, region: str, cloud: Cloud) -> list[Record]:
    ours = [alarm for (where, _), alarm in cloud.shelf(ALARMS).items() if where == region]
    return [alarm for alarm in ours if name in rule.children(alarm.fields.get("AlarmRule", ""))]
