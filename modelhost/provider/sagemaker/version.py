"""Find the versions of an endpoint, learn which are in use, and delete those that may go."""

import threading
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import is_missing
from modelhost.provider.sagemaker.ownership import ENDPOINT_TAG, SIZE_TAG
from modelhost.provider.sagemaker.retention import Retirement, Version
from modelhost.provider.sagemaker.served import served_by
from modelhost.provider.sagemaker.tag import read_tags

SUFFIX_CHARACTERS = 8
"""A dash and seven hex digits, which every auto-name ends in."""
PARALLEL_QUESTIONS = 16
LONGEST_STEM = 63 - SUFFIX_CHARACTERS


def stem(name: str) -> str:
    """What the auto-named versions of the same thing have in common."""
    return name[:-SUFFIX_CHARACTERS] or name


def find_versions(context: Context, stems: Collection[str], endpoint: str, also: str = "") -> list[Version]:
    """The configurations with one of the stems that were made for the endpoint; the one named `also` in any case."""
    client = context.client("sagemaker")
    found = {s["EndpointConfigName"]: s for each in stems for s in _configurations(client, each)}
    tagged = ((s, _tags(client, s["EndpointConfigArn"])) for s in found.values())
    return [
        Version(
            s["EndpointConfigName"],
            s["CreationTime"],
            models_of(client, s["EndpointConfigName"]),
            tags.get(SIZE_TAG, ""),
        )
        for s, tags in tagged
        if s["EndpointConfigName"] == also or tags.get(ENDPOINT_TAG) == endpoint
    ]


def find_models(context: Context, stems: Collection[str], endpoint: str) -> list[str]:
    """The models with one of the stems that were made for the endpoint, the newest first."""
    client = context.client("sagemaker")
    found = {s["ModelName"]: s for each in stems for s in _models(client, each)}
    newest_first = sorted(found.values(), key=lambda s: (s["CreationTime"], s["ModelName"]), reverse=True)
    return [s["ModelName"] for s in newest_first if _is_for(client, s["ModelArn"], endpoint)]


def models_of(client: Any, configuration: str) -> tuple[str, ...]:
    """The models that a configuration names; none when it is gone."""
    return served_by(client, configuration).models


def delete_versions(context: Context, going: Retirement, endpoint: str, spared: Collection[str] = ()) -> None:
    """Delete configurations, then the models made for the endpoint but the spared; what is gone already is no error."""
    client = context.client("sagemaker")
    for name in going.configurations:
        if _deleted(client.delete_endpoint_config, EndpointConfigName=name):
            context.log("info", f"endpoint configuration {name} is deleted")
    for name in going.models:
        arn = _model_arn(client, name)
        if arn and name not in spared and _is_for(client, arn, endpoint):
            delete_model(context, name)


def delete_model(context: Context, name: str) -> None:
    """Delete a model; one that is gone already is no error."""
    if _deleted(context.client("sagemaker").delete_model, ModelName=name):
        context.log("info", f"model {name} is deleted")


class Usage:
    """Which configurations serve, or are about to serve, an endpoint of the region.

    The whole region is read once per provider process; an endpoint said to use a candidate is asked again.
    """

    def __init__(self) -> None:
        self._configurations: dict[str, frozenset[str]] | None = None
        self._lock = threading.Lock()

    def in_use(self, context: Context, candidates: Collection[str]) -> frozenset[str]:
        """Those of the candidates that an endpoint uses now."""
        wanted = frozenset(candidates)
        claimants = [endpoint for endpoint, used in self._all(context).items() if used & wanted]
        client = context.client("sagemaker")
        return frozenset(name for endpoint in claimants for name in used_by(client, endpoint)) & wanted

    def _all(self, context: Context) -> dict[str, frozenset[str]]:
        client = context.client("sagemaker")
        with self._lock:
            if self._configurations is None:
                names = list(_endpoint_names(client))
                with ThreadPoolExecutor(PARALLEL_QUESTIONS) as pool:
                    self._configurations = dict(zip(names, pool.map(partial(used_by, client), names), strict=True))
            return self._configurations


def used_by(client: Any, endpoint: str) -> frozenset[str]:
    """The configuration that is live on an endpoint and the one it is moving to; none when it is gone."""
    try:
        answer = client.describe_endpoint(EndpointName=endpoint)
    except ClientError as error:
        if is_missing(error):
            return frozenset()
        raise
    pending = answer.get("PendingDeploymentSummary") or {}
    return frozenset(name for name in (answer.get("EndpointConfigName"), pending.get("EndpointConfigName")) if name)


def _endpoint_names(client: Any) -> Iterator[str]:
    for page in client.get_paginator("list_endpoints").paginate():
        yield from (summary["EndpointName"] for summary in page["Endpoints"])


def _is_for(client: Any, arn: str, endpoint: str) -> bool:
    return _tags(client, arn).get(ENDPOINT_TAG) == endpoint


def _tags(client: Any, arn: str) -> dict[str, str]:
    try:
        return read_tags(client, arn)
    except ClientError as error:
        if is_missing(error):
            return {}
        raise


def _model_arn(client: Any, name: str) -> str:
    try:
        return str(client.describe_model(ModelName=name)["ModelArn"])
    except ClientError as error:
        if is_missing(error):
            return ""
        raise


def _configurations(client: Any, stem: str) -> Iterator[dict[str, Any]]:
    for page in client.get_paginator("list_endpoint_configs").paginate(NameContains=stem):
        yield from page["EndpointConfigs"]


def _models(client: Any, stem: str) -> Iterator[dict[str, Any]]:
    for page in client.get_paginator("list_models").paginate(NameContains=stem):
        yield from page["Models"]


def _deleted(call: Any, **arguments: Any) -> bool:
    """Make a delete call; false when there was nothing to delete."""
    try:
        call(**arguments)
    except ClientError as error:
        if is_missing(error):
            return False
        raise
    return True
