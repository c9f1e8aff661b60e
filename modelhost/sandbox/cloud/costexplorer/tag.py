"""The tags of anomaly monitors and subscriptions; those of cost categories stay with moto."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call, NotOursError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.ledger import GLOBAL
from modelhost.sandbox.cloud.record import Record, tags_from, tags_to

SHELVES = ("anomaly-monitor", "anomaly-subscription")


def add(call: Call, cloud: Cloud) -> None:
    """Add or overwrite tags."""
    _tagged(call, cloud).tags.update(tags_from(call.params["ResourceTags"]))


def remove(call: Call, cloud: Cloud) -> None:
    """Remove tags by their keys."""
    tags = _tagged(call, cloud).tags
    for key in call.params["ResourceTagKeys"]:
        tags.pop(key, None)


def list_tags(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the tags of a monitor or subscription."""
    return {"ResourceTags": tags_to(_tagged(call, cloud).tags)}


def _tagged(call: Call, cloud: Cloud) -> Record:
    for shelf in SHELVES:
        record: Record | None = cloud.shelf(shelf).get((GLOBAL, call.params["ResourceArn"]))
        if record is not None:
            return record
    raise NotOursError
