"""Set an alarm's state by hand: its actions run, and the composite alarms above it follow."""

from __future__ import annotations

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch import rule
from modelhost.sandbox.cloud.cloudwatch.alarm import find
from modelhost.sandbox.cloud.cloudwatch.delivery import ALARM_SERVICE, deliver
from modelhost.sandbox.cloud.record import Record

ACTIONS = {"ALARM": "AlarmActions", "OK": "OKActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}


def set_state(call: Call, cloud: Cloud) -> None:
    """Put an alarm into a state and run what hangs on it."""
    record = find(call, cloud, call.params["AlarmName"])
    _enter(record, call.params["StateValue"], call.params["StateReason"], call.region, cloud)
    for (region, _), parent in list(cloud.shelf(ALARMS).items()):
        if region == call.region and "AlarmRule" in parent.fields:
            _follow(parent, region, cloud)


def _follow(parent: Record, region: str, cloud: Cloud) -> None:
    def state_of(reference: str) -> str:
        name = reference.partition(":alarm:")[2] or reference
        child = cloud.shelf(ALARMS).get((region, name))
        return str(child.fields["StateValue"]) if child else "INSUFFICIENT_DATA"

    value = "ALARM" if rule.holds(parent.fields["AlarmRule"], state_of) else "OK"
    if parent.fields["StateValue"] != value:
        _enter(parent, value, "the alarm rule evaluates so", region, cloud)


def _enter(record: Record, value: str, reason: str, region: str, cloud: Cloud) -> None:
    record.fields.update(StateValue=value, StateReason=reason, StateUpdatedTimestamp=cloud.now())
    if record.fields.get("ActionsEnabled", True):
        for action in record.fields.get(ACTIONS[value], []):
            deliver(cloud, region, ALARM_SERVICE, record.arn, action)
