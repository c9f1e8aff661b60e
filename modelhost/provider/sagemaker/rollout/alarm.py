"""Which alarms undo an update: named before it begins, and after it ended."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import describe, is_denied, is_missing

TYPES = ["MetricAlarm", "CompositeAlarm"]
WENT_OFF = '"newState":{"stateValue":"ALARM"'
"""How a history item of CloudWatch says that an alarm went off, spaces aside."""


def warn_of_ringing(context: Context, subject: str, alarms: Sequence[str]) -> None:
    """Say which alarms would undo the update of the subject (`endpoint x`) at once."""
    ringing = _quietly(context, alarms, lambda: _ringing(context, alarms))
    if ringing:
        context.log(
            "warning",
            f"{subject}: {', '.join(ringing)} in ALARM before the update, so SageMaker may roll it back at once; "
            f"resolve the alarm, or take it out of the rollback",
        )


def rang_since(context: Context, alarms: Sequence[str], began: datetime) -> list[str]:
    """Those of the alarms that are in ALARM, or were since the update began."""
    found = _quietly(context, alarms, lambda: [*_ringing(context, alarms), *_history(context, alarms, began)])
    return [alarm for alarm in alarms if alarm in found]


def blamed(context: Context, alarms: Sequence[str], began: datetime) -> str:
    """A sentence that names the alarms behind a rollback; empty when none of them went off."""
    found = rang_since(context, alarms, began)
    return f"in ALARM since the update began: {', '.join(found)}" if found else ""


def _ringing(context: Context, alarms: Sequence[str]) -> list[str]:
    answer = context.client("cloudwatch").describe_alarms(AlarmNames=list(alarms), AlarmTypes=TYPES, StateValue="ALARM")
    found = [*(answer.get("MetricAlarms") or ()), *(answer.get("CompositeAlarms") or ())]
    return [str(alarm["AlarmName"]) for alarm in found]


def _history(context: Context, alarms: Sequence[str], began: datetime) -> Iterator[str]:
    pages = context.client("cloudwatch").get_paginator("describe_alarm_history")
    for alarm in alarms:
        found = pages.paginate(
            AlarmName=alarm, AlarmTypes=TYPES, HistoryItemType="StateUpdate", StartDate=began.isoformat()
        )
        if any(_went_off(item) for page in found for item in page.get("AlarmHistoryItems") or ()):
            yield alarm


def _went_off(item: dict[str, Any]) -> bool:
    data = "".join(str(item.get("HistoryData", "")).split())
    return WENT_OFF in data or str(item.get("HistorySummary", "")).endswith("to ALARM")


def _quietly(context: Context, alarms: Sequence[str], ask: Callable[[], Iterable[str]]) -> list[str]:
    """Without the permission to look, the update is none the worse; that is said."""
    if not alarms:
        return []
    try:
        return list(ask())
    except ClientError as error:
        if not (is_denied(error) or is_missing(error)):
            raise
        context.log("warning", f"the alarms {', '.join(alarms)} cannot be looked at: {describe(error)}")
        return []
