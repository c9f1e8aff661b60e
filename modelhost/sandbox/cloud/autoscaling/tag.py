"""The tags of scalable targets."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.autoscaling.target import find_by_arn
from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud


def add(call: Call, cloud: Cloud) -> None:
    """Add or overwrite tags."""
    find_by_arn(call, cloud).tags.update(call.params["Tags"])


def remove(call: Call, cloud: Cloud) -> None:
    """Remove tags by their keys."""
    tags = find_by_arn(call, cloud).tags
    for key in call.params["TagKeys"]:
        tags.pop(key, None)


def list_tags(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the tags of a target."""
    return {"Tags": find_by_arn(call, cloud).tags}
