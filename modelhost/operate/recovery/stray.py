"""Objects that carry the stack's tags but that its state does not list: nobody would ever delete them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from modelhost.operate.cloud import Cloud, tags_of
from modelhost.operate.recovery.pending import default_tags, resources

KEPT_VERSION_TAG = "modelhost:endpoint"
"""Tag of models and configurations that our provider keeps for a rollback, or deletes, by itself."""
KEY_ARN = re.compile(r":kms:[^:]*:[^:]*:key/")


def strays(exported: Mapping[str, Any], cloud: Cloud, found: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the ARNs that neither the state nor the ids *found* for pending creations account for."""
    marks = default_tags(exported)
    if not marks:
        return ()
    filters = [{"Key": key, "Values": [value]} for key, value in sorted(marks.items())]
    tagged = cloud.items("resourcegroupstaggingapi", "get_resources", "ResourceTagMappingList", TagFilters=filters)
    listed = names(exported) | set(found)
    unlisted = [
        each["ResourceARN"]
        for each in tagged
        if KEPT_VERSION_TAG not in tags_of(each["Tags"]) and not known(each["ResourceARN"], listed)
    ]
    return tuple(sorted(arn for arn in unlisted if not _going(arn, cloud)))


def names(exported: Mapping[str, Any]) -> set[str]:
    """Return every id and ARN that the state knows."""
    listed: set[str] = set()
    for resource in resources(exported):
        outputs = resource.get("outputs") or {}
        values = (resource.get("id"), outputs.get("arn"), outputs.get("name"))
        listed |= {value for value in values if isinstance(value, str) and value}
    return listed


def known(arn: str, listed: set[str]) -> bool:
    """Tell whether *listed* holds the ARN, or the name that it ends in."""
    name = arn.split(":", 5)[-1]
    parts = [arn, name, name.partition("/")[2], name.partition(":")[2], name.rpartition("/")[2]]
    return any(part in listed for part in parts if part)


def _going(arn: str, cloud: Cloud) -> bool:
    """Tell whether it is a key that waits for its end."""
    if KEY_ARN.search(arn) is None:
        return False
    return bool(cloud.client("kms").describe_key(KeyId=arn)["KeyMetadata"]["KeyState"] == "PendingDeletion")
