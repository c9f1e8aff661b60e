"""Schedules as they were put."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page, timestamp
from modelhost.sandbox.cloud.scheduler import check, group
from modelhost.sandbox.cloud.scheduler.group import DEFAULT, SCHEDULES

RETRIES = {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}
DEFAULTS: dict[str, Any] = {
    "ScheduleExpressionTimezone": "UTC",
    "State": "ENABLED",
    "ActionAfterCompletion": "NONE",
    "GroupName": DEFAULT,
}


def create(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Create a schedule in a group that exists."""
    fields = _fields(call)
    group.find(call, cloud, fields["GroupName"])
    if _key(call) in cloud.shelf(SCHEDULES):
        raise RefusalError("ConflictException", f"Schedule {fields['Name']} already exists.", 409)
    arn = call.arn(f"schedule/{fields['GroupName']}/{fields['Name']}")
    check.schedule(call)
    cloud.shelf(SCHEDULES)[_key(call)] = Record(fields["Name"], arn, fields, cloud.now())
    return {"ScheduleArn": arn}


def update(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Replace a schedule; what is not said falls back to its default."""
    record = _find(call, cloud)
    check.schedule(call)
    record.fields, record.modified = _fields(call), cloud.now()
    return {"ScheduleArn": record.arn}


def get(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe a schedule."""
    record = _find(call, cloud)
    return {**record.fields, **_stamps(record)}


def list_all(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List schedules, of one group or state, or whose names start alike."""
    records = [record for (region, _), record in cloud.shelf(SCHEDULES).items() if region == call.region]
    shown, token = page([_summary(one) for one in records if _wanted(one, call.params)], call.params)
    return {"Schedules": shown, "NextToken": token}


def delete(call: Call, cloud: Cloud) -> None:
    """Delete a schedule."""
    _find(call, cloud)
    del cloud.shelf(SCHEDULES)[_key(call)]


def _find(call: Call, cloud: Cloud) -> Record:
    record: Record | None = cloud.shelf(SCHEDULES).get(_key(call))
    if record is None:
        raise group.missing(f"Schedule {call.params['Name']} does not exist.")
    return record


def _key(call: Call) -> tuple[str, str]:
    return call.region, f"{call.params.get('GroupName', DEFAULT)}/{call.params['Name']}"


def _fields(call: Call) -> dict[str, Any]:
    fields = {**DEFAULTS, **{name: value for name, value in call.params.items() if name != "ClientToken"}}
    return {**fields, "Target": {"RetryPolicy": RETRIES, **fields["Target"]}}


def _stamps(record: Record) -> dict[str, Any]:
    return {
        "Arn": record.arn,
        "CreationDate": timestamp(record.created),
        "LastModificationDate": timestamp(record.modified),
    }


def _summary(record: Record) -> dict[str, Any]:
    target = {"Arn": record.fields["Target"]["Arn"]}
    return {name: record.fields[name] for name in ("Name", "GroupName", "State")} | {"Target": target} | _stamps(record)


def _wanted(record: Record, params: dict[str, Any]) -> bool:
    by_field = all(params.get(name) in (None, record.fields[name]) for name in ("GroupName", "State"))
    return by_field and record.name.startswith(params.get("NamePrefix", ""))
