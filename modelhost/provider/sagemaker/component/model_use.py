"""Which models the components of an endpoint run: no endpoint configuration names them."""

from collections.abc import Iterator
from typing import Any

from modelhost.provider.sagemaker.component.live import Live, describe_component


def models_in_use(client: Any, endpoint: str) -> frozenset[str]:
    """The models that the components of the endpoint name, those of a component that failed included."""
    components = (describe_component(client, name) for name in component_names(client, endpoint))
    return frozenset(model for each in components if each is not None for model in _models(each))


def component_names(client: Any, endpoint: str) -> Iterator[str]:
    """The components of an endpoint."""
    for page in client.get_paginator("list_inference_components").paginate(EndpointNameEquals=endpoint):
        yield from (each["InferenceComponentName"] for each in page["InferenceComponents"])


def _models(live: Live) -> Iterator[str]:
    for each in (live.specification, *live.specifications):
        if each.get("modelName"):
            yield str(each["modelName"])
