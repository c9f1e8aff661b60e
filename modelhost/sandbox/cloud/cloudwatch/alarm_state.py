"""Set an alarm's state by hand: its actions run, rules see it, and the composite alarms above it follow."""

from __future__ import annotations

from modelhost.sandbox.cloud.autoscaling.step import apply_step_policy
from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch import history, rule
from modelhost.sandbox.cloud.cloudwatch.check import find
from modelhost.sandbox.cloud.cloudwatch.delivery import ALARM_SERVICE, deliver
from modelhost.sandbox.cloud.event import alarm_change, bus
from modelhost.sandbox.cloud.record import Record

ACTIONS = {"ALARM": "AlarmActions", "OK": "OKActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}
SCALING_POLICY = ":scalingPolicy:"


def set_state(call: Call, cloud: Cloud) -> None:
    """Put an alarm into a state and run what hangs on it."""
    record = find(call, cloud, call.params["AlarmName"])
    data = call.params.get("StateReasonData", "")
    enter(record, call.params["StateValue"], call.params["StateReason"], call.region, cloud, data)


def composite_state(alarm_rule: str, region: str, cloud: Cloud) -> str:
    """Evaluate the rule of a composite alarm against the alarms as they stand."""

    def state_of(reference: str) -> str:
        child = cloud.shelf(ALARMS).get((region, rule.name_in(reference)))
        return str(child.fields["StateValue"]) if child else "INSUFFICIENT_DATA"

    return "ALARM" if rule.holds(alarm_rule, state_of) else "OK"


def enter(record: Record, value: str, reason: str, region: str, cloud: Cloud, data: str = "") -> None:
    """Let an alarm enter a state; only a change puts an event on the bus."""
    before = dict(record.fields)
    told = {"StateReasonData": data} if data else {}
    record.fields.pop("StateReasonData", None)
    record.fields.update(StateValue=value, StateReason=reason, StateUpdatedTimestamp=cloud.now(), **told)
    if before["StateValue"] != value:
        _changed(record, before, region, cloud)
    if record.fields.get("ActionsEnabled", True):
        for action in record.fields.get(ACTIONS[value], []):
            _act(record, action, region, cloud)
    for parent in _parents(record.name, region, cloud):
        followed = composite_state(parent.fields["AlarmRule"], region, cloud)
        if parent.fields["StateValue"] != followed:
            enter(parent, followed, f"{record.name} is {value}", region, cloud)


def _changed(record: Record, before: dict[str, object], region: str, cloud: Cloud) -> None:
    event = alarm_change.event(record, before, region)
    states = {"oldState": event["detail"]["previousState"], "newState": event["detail"]["state"]}
    summary = f"Alarm updated from {before['StateValue']} to {record.fields['StateValue']}"
    history.note(cloud, region, record, history.STATE_UPDATE, summary, states)
    bus.post(cloud, region, event)


def _act(record: Record, action: str, region: str, cloud: Cloud) -> None:
    if SCALING_POLICY in action:
        apply_step_policy(cloud, region, action, record)
    else:
        deliver(cloud, region, ALARM_SERVICE, record.arn, action)
    history.note(cloud, region, record, history.ACTION, f"Successfully executed action {action}", {"action": action})


def _parents(name: str, region: str, cloud: Cloud) -> list[Record]:
    ours = [alarm for (where, _), alarm in cloud.shelf(ALARMS).items() if where == region]
    return [alarm for alarm in ours if name in rule.children(alarm.fields.get("AlarmRule", ""))]
