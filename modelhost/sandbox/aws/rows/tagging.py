"""How the services of these rows are tagged."""

from __future__ import annotations

from typing import Any

from modelhost.provider.table import Call, Lookup, TagStyle
from modelhost.provider.table.template import Values


def ec2_tags(kind: str) -> TagStyle:
    """Tag specifications at creation, CreateTags and DeleteTags later."""

    def specifications(values: Values) -> Any:
        tags = values("tag_list")
        return None if tags is None else [{"ResourceType": kind, "Tags": tags}]

    return TagStyle(
        create={"TagSpecifications": specifications},
        add=Call("create_tags", {"Resources": ["{id}"], "Tags": "{tag_list}"}, auto=False),
        remove=Call("delete_tags", {"Resources": ["{id}"], "Tags": "{tag_list}"}, auto=False),
    )


def arn_tags(parameter: str, arn: str, *, add: str = "tag_resource", remove: str = "untag_resource") -> TagStyle:
    """A list of keys and values at creation; TagResource and UntagResource by ARN later."""
    return TagStyle(
        create={"Tags": "{tag_list}"},
        add=Call(add, {parameter: arn, "Tags": "{tag_list}"}, auto=False),
        remove=Call(remove, {parameter: arn, "TagKeys": "{tag_keys}"}, auto=False),
        read=Lookup(Call("list_tags_for_resource", {parameter: arn}), {"tags": "Tags"}),
    )
