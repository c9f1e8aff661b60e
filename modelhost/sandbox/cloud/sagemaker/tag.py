"""The tags of models, endpoint configurations, endpoints and inference components."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call, NotOursError, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page, tags_from, tags_to

SHELVES = ("model", "endpoint-config", "endpoint", "inference-component")


def add(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Add or overwrite tags."""
    record = _tagged(call, cloud)
    record.tags.update(tags_from(call.params["Tags"]))
    return {"Tags": tags_to(record.tags)}


def remove(call: Call, cloud: Cloud) -> None:
    """Remove tags by their keys."""
    record = _tagged(call, cloud)
    for key in call.params["TagKeys"]:
        record.tags.pop(key, None)


def list_tags(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the tags of a resource."""
    tags, token = page(tags_to(_tagged(call, cloud).tags), call.params)
    return {"Tags": tags, "NextToken": token}


def _tagged(call: Call, cloud: Cloud) -> Record:
    arn = call.params["ResourceArn"].lower()
    for shelf in SHELVES:
        for record in cloud.shelf(shelf).values():
            if record.arn.lower() == arn:
                return record  # type: ignore[no-any-return]
    if arn.split(":")[-1].partition("/")[0] in SHELVES:
        raise validation(f"Could not find resource {call.params['ResourceArn']}.")
    raise NotOursError
