"""Finding roles and keys."""

from __future__ import annotations

from modelhost.operate.cloud import found, tags_of
from modelhost.operate.recovery.lookup.query import Lookup, Query, deduced


def role(query: Query) -> list[str]:
    """Find a role by name, and check that it is ours."""
    answer = found(query.cloud.client("iam").get_role, RoleName=query["name"])
    if answer is None:
        return []
    return [query["name"]] if query.owns(query["name"], tags_of(answer["Role"].get("Tags"))) else []


def key(query: Query) -> list[str]:
    """Find a key by its tags and description; keys have no names."""
    client = query.cloud.client("kms")
    ids = [each["KeyId"] for each in query.cloud.items("kms", "list_keys", "Keys")]
    ours = []
    for each in ids:
        about = client.describe_key(KeyId=each)["KeyMetadata"]
        if about["KeyState"] == "PendingDeletion" or about.get("Description", "") != query["description"]:
            continue
        listed = query.cloud.items("kms", "list_resource_tags", "Tags", KeyId=each)
        tags = {tag["TagKey"]: tag["TagValue"] for tag in listed}
        if all(tags.get(name) == value for name, value in query.tags.items()):
            ours.append(each)
    return ours


def alias(query: Query) -> list[str]:
    """Find an alias by name."""
    aliases = query.cloud.items("kms", "list_aliases", "Aliases")
    return [each["AliasName"] for each in aliases if each["AliasName"] == query["name"]]


IDENTITY = {
    "aws:iam/role:Role": Lookup(role),
    "aws:iam/rolePolicy:RolePolicy": deduced(lambda query: f"{query['role']}:{query['name']}"),
    "aws:kms/key:Key": Lookup(key),
    "aws:kms/alias:Alias": Lookup(alias),
}
