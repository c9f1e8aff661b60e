"""Keep an endpoint's alarms quiet during our own update, and let them speak again."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from modelhost.provider.context import Context

NAMES_PER_CALL = 100


def speaking(context: Context, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the alarms that exist and act now; the others were quiet before us and stay so."""
    client = context.client("cloudwatch")
    found: list[str] = []
    for batch in _batches(names):
        answer = client.describe_alarms(AlarmNames=batch, AlarmTypes=["MetricAlarm", "CompositeAlarm"])
        alarms = (*answer.get("MetricAlarms", ()), *answer.get("CompositeAlarms", ()))
        found += [alarm["AlarmName"] for alarm in alarms if alarm.get("ActionsEnabled")]
    return tuple(sorted(found))


def mute(context: Context, names: Iterable[str]) -> None:
    """Turn the actions of the alarms off; the alarms go on watching."""
    for batch in _batches(names):
        context.client("cloudwatch").disable_alarm_actions(AlarmNames=batch)


def unmute(context: Context, names: Iterable[str]) -> None:
    """Turn the actions of the alarms on again."""
    for batch in _batches(names):
        context.client("cloudwatch").enable_alarm_actions(AlarmNames=batch)


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while batch := list(islice(rest, NAMES_PER_CALL)):
        yield batch
