"""Groups of schedules; the default one is always there."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call, RefusalError, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page, tags_from, timestamp
from modelhost.sandbox.cloud.tagging import Tagging

GROUPS, SCHEDULES = "schedule-group", "schedule"
DEFAULT = "default"


def create(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Create a group."""
    name = call.params["Name"]
    if name == DEFAULT or (call.region, name) in cloud.shelf(GROUPS):
        raise RefusalError("ConflictException", f"Schedule group {name} already exists.", 409)
    record = Record(name, _arn(call, name), {}, cloud.now(), tags=tags_from(call.params.get("Tags")))
    cloud.shelf(GROUPS)[call.region, name] = record
    return {"ScheduleGroupArn": record.arn}


def get(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe a group."""
    return _shown(find(call, cloud, call.params["Name"]))


def list_all(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the groups, the default one first."""
    ours = [record for (region, _), record in cloud.shelf(GROUPS).items() if region == call.region]
    prefix = call.params.get("NamePrefix", "")
    found = [record for record in [find(call, cloud, DEFAULT), *ours] if record.name.startswith(prefix)]
    shown, token = page([_shown(record) for record in found], call.params)
    return {"ScheduleGroups": shown, "NextToken": token}


def delete(call: Call, cloud: Cloud) -> None:
    """Delete a group with the schedules in it."""
    name = call.params["Name"]
    if name == DEFAULT:
        raise validation("You can't delete the default schedule group.")
    find(call, cloud, name)
    del cloud.shelf(GROUPS)[call.region, name]
    schedules = cloud.shelf(SCHEDULES)
    for key in [key for key in schedules if key[0] == call.region and key[1].startswith(f"{name}/")]:
        del schedules[key]


def find(call: Call, cloud: Cloud, name: str) -> Record:
    """Look a group up, or refuse."""
    if name == DEFAULT:
        return Record(name, _arn(call, name), {}, 0.0)
    record: Record | None = cloud.shelf(GROUPS).get((call.region, name))
    if record is None:
        raise missing(f"Schedule group {name} does not exist.")
    return record


def missing(message: str) -> RefusalError:
    """Refuse what is not there."""
    return RefusalError("ResourceNotFoundException", message, 404)


def _tagged(call: Call, cloud: Cloud) -> Record:
    return find(call, cloud, call.params["ResourceArn"].rpartition("/")[2])


def _arn(call: Call, name: str) -> str:
    return call.arn(f"schedule-group/{name}")


def _shown(record: Record) -> dict[str, Any]:
    return {
        "Arn": record.arn,
        "Name": record.name,
        "State": "ACTIVE",
        "CreationDate": timestamp(record.created),
        "LastModificationDate": timestamp(record.modified),
    }


TAGGING = Tagging(_tagged, tags_field="Tags", keys_field="TagKeys")
