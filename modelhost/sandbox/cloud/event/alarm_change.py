"""The event that CloudWatch puts on the bus when an alarm changes its state, in AWS's own shape."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.record import Record, timestamp

Event = dict[str, Any]
STATE = {"value": "StateValue", "reason": "StateReason", "reasonData": "StateReasonData"}


def event(alarm: Record, before: dict[str, Any], region: str) -> Event:
    """Tell that an alarm went from what its fields were before to what they are now."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "CloudWatch Alarm State Change",
        "source": "aws.cloudwatch",
        "account": ACCOUNT_ID,
        "time": _moment(alarm).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [alarm.arn],
        "detail": {
            "alarmName": alarm.name,
            "state": _state(alarm, alarm.fields),
            "previousState": _state(alarm, before),
            "configuration": _configuration(alarm.fields),
        },
    }


def _moment(alarm: Record, fields: dict[str, Any] | None = None) -> datetime:
    seconds = (fields or alarm.fields).get("StateUpdatedTimestamp", alarm.created)
    return timestamp(seconds).astimezone(UTC)


def _state(alarm: Record, fields: dict[str, Any]) -> dict[str, str]:
    told = {name: str(fields[api]) for name, api in STATE.items() if fields.get(api)}
    moment = _moment(alarm, fields).isoformat(timespec="milliseconds").replace("+00:00", "+0000")
    return {**told, "timestamp": moment}


def _configuration(fields: dict[str, Any]) -> dict[str, Any]:
    described = {"description": fields["AlarmDescription"]} if fields.get("AlarmDescription") else {}
    if "AlarmRule" in fields:
        return {**described, "alarmRule": fields["AlarmRule"]}
    queries = fields.get("Metrics") or [{"Id": str(uuid.uuid4()), "MetricStat": _stat(fields)}]
    return {**described, "metrics": [_query(query) for query in queries]}


def _stat(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "Metric": {name: fields.get(name) for name in ("Namespace", "MetricName", "Dimensions")},
        "Period": fields.get("Period"),
        "Stat": fields.get("Statistic") or fields.get("ExtendedStatistic"),
    }


def _query(query: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"id": query["Id"], "returnData": query.get("ReturnData", True)}
    told |= {name: query[api] for name, api in (("expression", "Expression"), ("label", "Label")) if query.get(api)}
    stat = query.get("MetricStat")
    if stat:
        metric = stat["Metric"]
        dimensions = {one["Name"]: one["Value"] for one in metric.get("Dimensions") or []}
        named = {"namespace": metric["Namespace"], "name": metric["MetricName"], "dimensions": dimensions}
        told["metricStat"] = {"metric": named, "period": int(stat["Period"]), "stat": stat["Stat"]}
    return told
