"""What happened to alarms, newest first."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page, timestamp

SHELF = "alarm-history"
STATE_UPDATE, ACTION = "StateUpdate", "Action"


def note(cloud: Cloud, region: str, alarm: Record, kind: str, summary: str, data: dict[str, Any]) -> None:
    """Remember one thing that happened to an alarm."""
    shelf = cloud.shelf(SHELF)
    shelf[region, str(len(shelf))] = {
        "AlarmName": alarm.name,
        "AlarmType": "CompositeAlarm" if "AlarmRule" in alarm.fields else "MetricAlarm",
        "Timestamp": cloud.now(),
        "HistoryItemType": kind,
        "HistorySummary": summary,
        "HistoryData": json.dumps(data),
    }


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Tell what happened, of one alarm or kind, within a time."""
    items = [item for (region, _), item in cloud.shelf(SHELF).items() if region == call.region]
    found = [item for item in items if _wanted(item, call.params)]
    if call.params.get("ScanBy") != "TimestampAscending":
        found.reverse()
    shown, token = page(found, call.params, size="MaxRecords")
    return {
        "AlarmHistoryItems": [{**item, "Timestamp": timestamp(item["Timestamp"])} for item in shown],
        "NextToken": token,
    }


def _wanted(item: dict[str, Any], params: dict[str, Any]) -> bool:
    return (
        params.get("AlarmName") in (None, item["AlarmName"])
        and item["AlarmType"] in (params.get("AlarmTypes") or ["MetricAlarm"])
        and params.get("HistoryItemType") in (None, item["HistoryItemType"])
        and _seconds(params.get("StartDate"), 0.0) <= item["Timestamp"]
        and item["Timestamp"] <= _seconds(params.get("EndDate"), float("inf"))
    )


def _seconds(moment: datetime | None, otherwise: float) -> float:
    if moment is None:
        return otherwise
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
