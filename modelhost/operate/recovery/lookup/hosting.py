"""Finding models, endpoint configurations and endpoints, which our own provider marks with their URN."""

from __future__ import annotations

import re

from modelhost.operate.cloud import Cloud, found, tags_of
from modelhost.operate.recovery.lookup.query import Lookup, Query

URN_TAG = "modelhost:urn"
TAG_VALUE_CHARACTERS = 256
FORBIDDEN_IN_TAG_VALUE = re.compile(r"[^\w\s.:/=+\-@]")


def urn_tag(urn: str) -> str:
    """Return *urn* as the provider writes it into a tag."""
    return FORBIDDEN_IN_TAG_VALUE.sub("/", urn)[-TAG_VALUE_CHARACTERS:]


def marked(noun: str, parameter: str, arn_key: str, alone: bool = False) -> Lookup:
    """Return a lookup by name that checks that the object was made for the URN; *alone*, it is deleted by itself."""

    def search(query: Query) -> list[str]:
        client, name = query.cloud.client("sagemaker"), query["name"]
        answer = found(getattr(client, f"describe_{noun}"), **{parameter: name})
        if answer is None:
            return []
        tags = tags_of(client.list_tags(ResourceArn=answer[arn_key])["Tags"])
        return [name] if tags.get(URN_TAG) == urn_tag(query.urn) else []

    def delete(cloud: Cloud, name: str) -> None:
        getattr(cloud.client("sagemaker"), f"delete_{noun}")(**{parameter: name})

    return Lookup(search, delete=delete if alone else None)


HOSTING = {
    # Without its endpoint, the provider deletes every version of it: right at a destroy, wrong for what nobody used.
    "modelhost:index:Model": marked("model", "ModelName", "ModelArn", alone=True),
    "modelhost:index:EndpointConfiguration": marked(
        "endpoint_config", "EndpointConfigName", "EndpointConfigArn", alone=True
    ),
    "modelhost:index:Endpoint": marked("endpoint", "EndpointName", "EndpointArn"),
    "modelhost:index:InferenceComponent": marked(
        "inference_component", "InferenceComponentName", "InferenceComponentArn"
    ),
}
