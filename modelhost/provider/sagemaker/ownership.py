"""The tags by which the provider recognises what it created; a reader of tags never sees them."""

import re
from collections.abc import Mapping, Sequence

ENDPOINT_TAG = "modelhost:endpoint"
"""Tag that names the endpoint a model or configuration was made for."""
URN_TAG = "modelhost:urn"
"""Tag that names the Pulumi resource; lets a killed create be found again."""
SIZE_TAG = "modelhost:size"
"""Tag that names the machine type of a configuration, where an endpoint has one configuration per size."""

OWN_PREFIX = "modelhost:"
TAG_VALUE_CHARACTERS = 256
FORBIDDEN_IN_TAG_VALUE = re.compile(r"[^\w\s.:/=+\-@]")


def urn_tag(urn: str) -> str:
    """The URN as a tag value: characters that a tag refuses become '/', and the end is kept when it is too long."""
    return FORBIDDEN_IN_TAG_VALUE.sub("/", urn)[-TAG_VALUE_CHARACTERS:]


def own_tags(endpoint: str, urn: str) -> dict[str, str]:
    """The tags that mark a resource as made by this provider for one endpoint."""
    return {ENDPOINT_TAG: endpoint, URN_TAG: urn_tag(urn)}


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags in the shape that SageMaker takes, in a stable order."""
    return [{"Key": key, "Value": tags[key]} for key in sorted(tags)]


def tag_map(tags: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Tags of a SageMaker answer as a plain dict."""
    return {tag["Key"]: tag["Value"] for tag in tags}


def user_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """What the user asked for: all tags but the provider's own and those that AWS sets."""
    return {key: value for key, value in tags.items() if not key.startswith((OWN_PREFIX, "aws:"))}


def tag_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Tags to add or overwrite, and keys to remove, to come from one set to the other."""
    added = {key: value for key, value in after.items() if before.get(key) != value}
    return added, sorted(set(before) - set(after))
