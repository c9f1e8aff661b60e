"""Keep an endpoint's alarms quiet during our own update, and let them speak again.

CloudWatch runs an alarm's actions when its state changes. One that went off while it was muted would stay silent for as
long as it is in ALARM, so it is put back to where CloudWatch evaluates it anew and lets it go off once more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import describe, is_denied, is_missing

NAMES_PER_CALL = 100
TYPES = ("MetricAlarm", "CompositeAlarm")
CHILD = re.compile(r"""\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("[^"]+"|'[^']+'|[^)\s]+)\s*\)""")
"""A reference to an alarm, by name or ARN, in the rule of a composite alarm."""
REASON = "modelhost muted this alarm during an update of its endpoint; it is evaluated anew"


def speaking(context: Context, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the alarms that exist and act now; the others were quiet before us and stay so."""
    return tuple(sorted(alarm["AlarmName"] for alarm in _described(context, names) if alarm.get("ActionsEnabled")))


def mute(context: Context, names: Iterable[str]) -> None:
    """Turn the actions of the alarms off; the alarms go on watching."""
    for batch in _batches(names):
        context.client("cloudwatch").disable_alarm_actions(AlarmNames=batch)


def unmute(context: Context, names: Sequence[str]) -> None:
    """Turn the actions of the alarms on again, and let those that went off meanwhile be heard."""
    for batch in _batches(names):
        context.client("cloudwatch").enable_alarm_actions(AlarmNames=batch)
    ringing = _ringing(context, names)
    if not ringing:
        return
    listed = ", ".join(sorted(ringing))
    context.log("warning", f"in ALARM after the update: {listed}; CloudWatch evaluates them anew, so that they notify")
    for name in sorted(_sources(context, ringing)):
        _evaluate_anew(context, name)


def _ringing(context: Context, names: Iterable[str]) -> dict[str, str]:
    """Those of the alarms that are in ALARM, with the rules of the composite ones."""
    alarms = [alarm for alarm in _described(context, names) if alarm["StateValue"] == "ALARM"]
    return {alarm["AlarmName"]: alarm.get("AlarmRule", "") for alarm in alarms}


def _sources(context: Context, ringing: Mapping[str, str]) -> set[str]:
    """The metric alarms in ALARM that are these or lie below them: a composite alarm only follows its children."""
    seen: dict[str, str] = {}
    while ringing:
        seen |= ringing
        ringing = _ringing(context, sorted({child for rule in ringing.values() for child in _children(rule)} - {*seen}))
    return {name for name, rule in seen.items() if not rule}


def _children(rule: str) -> Iterator[str]:
    for reference in CHILD.findall(rule):
        name = reference.strip("\"'")
        yield name.partition(":alarm:")[2] or name


def _evaluate_anew(context: Context, name: str) -> None:
    """Without the permission, or the alarm, the update is none the worse; that is said."""
    try:
        context.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="INSUFFICIENT_DATA", StateReason=REASON)
    except ClientError as error:
        if not (is_denied(error) or is_missing(error)):
            raise
        context.log("warning", f"alarm {name} stays in ALARM without notifying anybody: {describe(error)}")


def _described(context: Context, names: Iterable[str]) -> Iterator[dict[str, Any]]:
    client = context.client("cloudwatch")
    for batch in _batches(names):
        answer = client.describe_alarms(AlarmNames=batch, AlarmTypes=list(TYPES), MaxRecords=NAMES_PER_CALL)
        yield from answer.get("MetricAlarms") or ()
        yield from answer.get("CompositeAlarms") or ()


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while batch := list(islice(rest, NAMES_PER_CALL)):
        yield batch
