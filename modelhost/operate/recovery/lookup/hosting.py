"""Finding models, endpoint configurations and endpoints, which our own provider marks with their URN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from modelhost.operate.cloud import found, tags_of
from modelhost.operate.recovery.lookup.query import Lookup, Query

URN_TAG = "modelhost:urn"
TAG_VALUE_CHARACTERS = 256
FORBIDDEN_IN_TAG_VALUE = re.compile(r"[^\w\s.:/=+\-@]")


def urn_tag(urn: str) -> str:
    """Return *urn* as the provider writes it into a tag."""
    return FORBIDDEN_IN_TAG_VALUE.sub("/", urn)[-TAG_VALUE_CHARACTERS:]


def generated(operation: str, key: str, kind: str) -> Lookup:
    """Return a lookup for what has a generated name: of those made for the URN, the ones newer than any listed."""

    def search(query: Query) -> list[str]:
        return list(_newer(query, operation, key, kind))

    return Lookup(search)


def _newer(query: Query, operation: str, key: str, kind: str) -> Iterator[str]:
    """Yield names from the newest on; what follows one that the state lists are versions kept for rollback."""
    client = query.cloud.client("sagemaker")
    newest_first: dict[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}
    prefix = query["namePrefix"]
    for each in query.cloud.items("sagemaker", operation, key, NameContains=prefix, **newest_first):
        if each[f"{kind}Name"] in query.known:
            return
        tags = tags_of(client.list_tags(ResourceArn=each[f"{kind}Arn"])["Tags"])
        if tags.get(URN_TAG) == urn_tag(query.urn):
            yield each[f"{kind}Name"]


def endpoint(query: Query) -> list[str]:
    """Find an endpoint by name, and check that it was made for the URN."""
    client = query.cloud.client("sagemaker")
    answer = found(client.describe_endpoint, EndpointName=query["name"])
    if answer is None:
        return []
    tags = tags_of(client.list_tags(ResourceArn=answer["EndpointArn"])["Tags"])
    return [query["name"]] if tags.get(URN_TAG) == urn_tag(query.urn) else []


HOSTING = {
    "modelhost:index:Model": generated("list_models", "Models", "Model"),
    "modelhost:index:EndpointConfiguration": generated("list_endpoint_configs", "EndpointConfigs", "EndpointConfig"),
    "modelhost:index:Endpoint": Lookup(endpoint),
}
