"""The tags of budgets."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.budgets.shelf import SHELF, missing
from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, tags_from, tags_to


def add(call: Call, cloud: Cloud) -> None:
    """Add or overwrite tags."""
    _tagged(call, cloud).tags.update(tags_from(call.params["ResourceTags"]))


def remove(call: Call, cloud: Cloud) -> None:
    """Remove tags by their keys."""
    tags = _tagged(call, cloud).tags
    for key in call.params["ResourceTagKeys"]:
        tags.pop(key, None)


def list_tags(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the tags of a budget."""
    return {"ResourceTags": tags_to(_tagged(call, cloud).tags)}


def _tagged(call: Call, cloud: Cloud) -> Record:
    arn = call.params["ResourceARN"]
    for record in cloud.shelf(SHELF).values():
        if record.arn == arn:
            return record  # type: ignore[no-any-return]
    raise missing(f"Unable to find the resource {arn}.")
