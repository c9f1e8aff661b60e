"""Do now what a schedule does at its time."""

from __future__ import annotations

import uuid
from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.launch import Launch, launch
from modelhost.sandbox.cloud.record import Record, timestamp
from modelhost.sandbox.cloud.scheduler.check import SERVICE
from modelhost.sandbox.cloud.scheduler.group import SCHEDULES
from modelhost.sandbox.cloud.scheduler.target import operation_of


def fire(cloud: Cloud, name: str) -> dict[str, Any]:
    """Start the target of a schedule and say what became of it; the caller must not hold the cloud's lock."""
    with cloud.lock:
        key, record = _find(cloud, name)
        one = _launch(record, key[0], cloud)
        if record.fields["ActionAfterCompletion"] == "DELETE" and record.fields["ScheduleExpression"].startswith("at("):
            del cloud.shelf(SCHEDULES)[key]
    return launch(cloud, key[0], one)


def _find(cloud: Cloud, name: str) -> tuple[tuple[str, str], Record]:
    for key, record in cloud.shelf(SCHEDULES).items():
        if name in (record.name, key[1]):
            if record.fields["State"] == "DISABLED":
                raise ValueError(f"schedule '{name}' is disabled")
            return key, record
    raise ValueError(f"there is no schedule '{name}'")


def _launch(record: Record, region: str, cloud: Cloud) -> Launch:
    target = record.fields["Target"]
    given = _written(target.get("Input", ""), record, cloud)
    group = record.arn.replace(":schedule/", ":schedule-group/").rpartition("/")[0]
    return Launch(SERVICE, record.arn, group, target["RoleArn"], target["Arn"], operation_of(target["Arn"], given))


def _written(text: str, record: Record, cloud: Cloud) -> str:
    """Fill in what Scheduler knows of the moment."""
    known = {
        "schedule-arn": record.arn,
        "scheduled-time": timestamp(cloud.now()).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "execution-id": str(uuid.uuid4()),
        "attempt-number": "1",
    }
    for name, value in known.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text or "{}"
