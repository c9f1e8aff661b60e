"""Read and change the tags of a SageMaker resource."""

from collections.abc import Mapping
from typing import Any

from modelhost.provider.sagemaker.ownership import tag_changes, tag_list, tag_map, user_tags


def read_tags(client: Any, arn: str) -> dict[str, str]:
    """All tags of a resource, the provider's own included."""
    pages = client.get_paginator("list_tags").paginate(ResourceArn=arn)
    return {key: value for page in pages for key, value in tag_map(page["Tags"]).items()}


def sync_tags(client: Any, arn: str, wanted: Mapping[str, str], own: Mapping[str, str]) -> None:
    """Make a resource carry exactly the wanted user tags, plus the provider's own."""
    present = read_tags(client, arn)
    kept = {key: value for key, value in present.items() if key not in user_tags(present)}
    added, removed = tag_changes(present, {**kept, **own, **wanted})
    if added:
        client.add_tags(ResourceArn=arn, Tags=tag_list(added))
    if removed:
        client.delete_tags(ResourceArn=arn, TagKeys=removed)
