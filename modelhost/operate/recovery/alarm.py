"""Letting alarms speak again that an interrupted update muted.

CloudWatch runs an alarm's actions when its state changes, so one that went off while muted is evaluated anew.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud, absent, denied

ALARMS_PER_CALL = 100
TYPES = ("MetricAlarm", "CompositeAlarm")
CHILD = re.compile(r"""\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("[^"]+"|'[^']+'|[^)\s]+)\s*\)""")
"""A reference to an alarm, by name or ARN, in the rule of a composite alarm."""
REASON = "an interrupted update had muted this alarm; it is evaluated anew"


def unmute(cloud: Cloud, names: Collection[str]) -> list[str]:
    """Turn the actions of the alarms on, and let those that went off meanwhile be heard; return what was done."""
    for batch in _batches(names):
        cloud.client("cloudwatch").enable_alarm_actions(AlarmNames=batch)
    done = [f"alarms that speak again: {len(names)}"] if names else []
    if ringing := _ringing(cloud, names):
        done.append(f"in ALARM now, evaluated anew so that they notify: {', '.join(sorted(ringing))}")
    silent = [name for name in sorted(_sources(cloud, ringing)) if not _evaluated_anew(cloud, name)]
    if silent:
        done.append(f"in ALARM without notifying anybody, since SetAlarmState was refused: {', '.join(silent)}")
    return done


def _ringing(cloud: Cloud, names: Collection[str]) -> dict[str, str]:
    """Return those of the alarms that are in ALARM, with the rules of the composite ones."""
    alarms = [alarm for alarm in _described(cloud, names) if alarm["StateValue"] == "ALARM"]
    return {alarm["AlarmName"]: alarm.get("AlarmRule", "") for alarm in alarms}


def _sources(cloud: Cloud, ringing: Mapping[str, str]) -> set[str]:
    """Return the metric alarms in ALARM that are these or lie below them: a composite only follows its children."""
    seen: dict[str, str] = {}
    while ringing:
        seen |= ringing
        ringing = _ringing(cloud, sorted({child for rule in ringing.values() for child in _children(rule)} - {*seen}))
    return {name for name, rule in seen.items() if not rule}


def _children(rule: str) -> Iterator[str]:
    for reference in CHILD.findall(rule):
        name = reference.strip("\"'")
        yield name.partition(":alarm:")[2] or name


def _evaluated_anew(cloud: Cloud, name: str) -> bool:
    """Put the alarm where CloudWatch evaluates it anew; tell whether that was allowed."""
    try:
        cloud.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="INSUFFICIENT_DATA", StateReason=REASON)
    except ClientError as error:
        if not (absent(error) or denied(error)):
            raise
        return absent(error)
    return True


def _described(cloud: Cloud, names: Collection[str]) -> Iterator[dict[str, Any]]:
    client = cloud.client("cloudwatch")
    for batch in _batches(names):
        answer = client.describe_alarms(AlarmNames=batch, AlarmTypes=list(TYPES), MaxRecords=ALARMS_PER_CALL)
        yield from answer.get("MetricAlarms") or ()
        yield from answer.get("CompositeAlarms") or ()


def _batches(names: Collection[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while batch := list(islice(rest, ALARMS_PER_CALL)):
        yield batch
