"""The tags of alarms; those of other CloudWatch resources stay with moto."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import Call, NotOursError, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, tags_from, tags_to


def add(call: Call, cloud: Cloud) -> None:
    """Add or overwrite tags."""
    _tagged(call, cloud).tags.update(tags_from(call.params["Tags"]))


def remove(call: Call, cloud: Cloud) -> None:
    """Remove tags by their keys."""
    tags = _tagged(call, cloud).tags
    for key in call.params["TagKeys"]:
        tags.pop(key, None)


def list_tags(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the tags of an alarm."""
    return {"Tags": tags_to(_tagged(call, cloud).tags)}


def _tagged(call: Call, cloud: Cloud) -> Record:
    arn = call.params["ResourceARN"]
    _, is_alarm, name = arn.partition(":alarm:")
    if not is_alarm:
        raise NotOursError
    record: Record | None = cloud.shelf(ALARMS).get((call.region, name))
    if record is None:
        raise RefusalError("ResourceNotFoundException", f"The alarm {arn} does not exist", 404)
    return record
